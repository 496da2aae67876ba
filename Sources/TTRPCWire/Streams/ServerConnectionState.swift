/// All that a server remembers of one connection: its open streams and the highest stream id that it has seen.
///
/// Pure: every function is an event, its result an order. Used on the connection's event loop only, in this way:
///
/// 1. For each event of the `FrameDecoder` call `receive` with its header, also for `oversize`, and carry out the order.
/// 2. On `request` decode the `RequestEnvelope`, find the method in the `RouteTable`, ask `StreamOpening.refusal(for:)`. A
///    refusal is answered at once; so is a method that runs on the event loop. Neither touches this state.
/// 3. For every other method call `open` and, when its handler has ended, `finish`; `took` after each message that the handler
///    took (not needed for unary), `send` before each that it sends.
///
/// A stream that is over is forgotten; its id cannot come back because ids must increase.
package struct ServerConnectionState: Sendable {
  private let limits: Limits
  private var streams: [UInt32: ServerStreamState] = [:]
  private var highestStreamID: UInt32 = 0
  /// Received messages that no handler has taken, over all streams: their bytes, at least 64 for each.
  package private(set) var waitingBytes = 0
  /// Whether new calls are refused.
  package private(set) var isDraining = false

  package init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// How many calls are open.
  package var openStreams: Int { streams.count }
  /// Whether the connection may be closed for a shutdown.
  package var isDrained: Bool { isDraining && streams.isEmpty }

  /// A frame or, from its header alone, an oversize one.
  package mutating func receive(_ header: FrameHeader) -> OnServerFrame {
    switch header.type {
    case .request: return receiveRequest(header)
    case .data: return receiveData(header)
    case .response: return .ignore(.wrongDirection)
    default: return header.dataLength > limits.frameBytes ? .close(.notTTRPC(header)) : .ignore(.unknownType)
    }
  }

  private mutating func receiveRequest(_ header: FrameHeader) -> OnServerFrame {
    let streamID = header.streamID
    guard streamID % 2 == 1 else { return .answer(.evenStreamID) }
    guard streamID > highestStreamID else {
      let refusal = Refusal.streamIDNotIncreasing(highest: highestStreamID)
      return remove(streamID) == nil ? .answer(refusal) : .fail(refusal)
    }
    highestStreamID = streamID
    guard let opening = StreamOpening(header.flags) else { return .answer(.contradictoryFlags) }
    if header.dataLength > limits.frameBytes {
      return .answer(.frameTooLarge(bytes: header.dataLength, limitBytes: limits.frameBytes))
    }
    return isDraining ? .answer(.draining) : .request(opening)
  }

  private mutating func receiveData(_ header: FrameHeader) -> OnServerFrame {
    let streamID = header.streamID
    guard let index = streams.index(forKey: streamID) else {
      if streamID % 2 == 0 { return .answer(.evenStreamID) }
      return streamID > highestStreamID ? .answer(.streamNotOpen) : .ignore(.streamOver)
    }
    let held = streams.values[index].inbound.held
    var order = streams.values[index].receiveData(header, limits)
    waitingBytes += streams.values[index].inbound.held - held
    if case .message = order, waitingBytes > limits.waitingBytesPerConnection {
      order = .fail(.connectionWaitingBytes(limitBytes: limits.waitingBytesPerConnection))
    }
    if case .fail = order { _ = remove(streamID) }
    return order
  }

  /// Opens the stream of the request that `receive` has just reported.
  ///
  /// - Parameter messageBytes: Length of the message that came with the request; nil when none did.
  package mutating func open(
    _ streamID: UInt32, _ opening: StreamOpening, _ shape: CallShape, messageBytes: Int?
  ) -> OnServerOpen {
    if let refusal = opening.refusal(for: shape) { return .answer(refusal) }
    guard streams.count < limits.streamsPerConnection else {
      return .answer(.tooManyStreams(limit: limits.streamsPerConnection))
    }
    var stream = ServerStreamState(shape, opening)
    if let messageBytes {
      stream.receiveFirst(bytes: messageBytes)
      guard waitingBytes + stream.inbound.held <= limits.waitingBytesPerConnection else {
        return .answer(.connectionWaitingBytes(limitBytes: limits.waitingBytesPerConnection))
      }
      waitingBytes += stream.inbound.held
    }
    streams[streamID] = stream
    return .start
  }

  /// The handler took its next message, of this many bytes.
  package mutating func took(_ streamID: UInt32, messageBytes: Int) {
    guard let index = streams.index(forKey: streamID) else { return }
    waitingBytes -= streams.values[index].take(bytes: messageBytes)
  }

  /// The handler wants to send a message.
  package func send(_ streamID: UInt32) -> OnServerSend {
    streams[streamID]?.maySend == true ? .write : .drop
  }

  /// The handler has ended, well or with an error. The stream is over, whatever the client still sends.
  package mutating func finish(_ streamID: UInt32, succeeded: Bool) -> OnServerFinish {
    guard let stream = remove(streamID) else { return .nothing }
    return succeeded && stream.shape.serverStreams ? .endOfMessages : .response
  }

  /// The client gives a call up. Its stream counts as open until the handler has ended.
  package mutating func cancel(_ streamID: UInt32) -> OnServerCancel {
    guard let index = streams.index(forKey: streamID) else { return .nothing }
    return streams.values[index].cancel() ? .stop : .nothing
  }

  /// From now on new calls are refused; those that are open go on.
  package mutating func drain() {
    isDraining = true
  }

  private mutating func remove(_ streamID: UInt32) -> ServerStreamState? {
    let stream = streams.removeValue(forKey: streamID)
    if let stream { waitingBytes -= stream.inbound.held }
    return stream
  }
}
