/// All that a client remembers of one connection: its open calls and the next stream id.
///
/// Pure: every function is an event, its result an order. Used on the connection's event loop only, in this way:
///
/// 1. A call begins with `start`; its request is written at once, because servers want stream ids in increasing order.
/// 2. For each event of the `FrameDecoder` call `receive` with its header, also for `oversize`, and carry out the order.
/// 3. `send` before each message of a stream, `closeSending` after the last; `took` after each message that the caller took;
///    `abandon` when the caller gives up or its time runs out.
///
/// A call that has ended is forgotten; what still comes for it is passed over.
package struct ClientConnectionState: Sendable {
  private let limits: Limits
  private var streams: [UInt32: ClientStreamState] = [:]
  /// Odd; nil when the last one was used.
  private var nextStreamID: UInt32?
  /// Received messages that no caller has taken, over all open calls: their bytes, at least 64 for each.
  package private(set) var waitingBytes = 0

  /// - Parameter firstStreamID: Odd.
  package init(limits: Limits = Limits(), firstStreamID: UInt32 = 1) {
    self.limits = limits
    nextStreamID = firstStreamID | 1
  }

  /// How many calls are open.
  package var openStreams: Int { streams.count }
  /// The streams of the open calls, in no order.
  package var openStreamIDs: [UInt32] { Array(streams.keys) }
  /// Whether a call is open on this stream.
  package func isOpen(_ streamID: UInt32) -> Bool { streams[streamID] != nil }
  /// False when every stream id was used: the connection serves the calls that it has and no others.
  package var hasStreamIDs: Bool { nextStreamID != nil }

  /// A new call.
  package mutating func start(_ shape: CallShape) -> OnClientStart {
    guard let streamID = nextStreamID else { return .fail(.streamIDsExhausted) }
    guard streams.count < limits.streamsPerConnection else {
      return .fail(.tooManyStreams(limit: limits.streamsPerConnection))
    }
    nextStreamID = streamID > UInt32.max - 2 ? nil : streamID + 2
    streams[streamID] = ClientStreamState(shape)
    switch shape {
    case .unary: return .write(streamID: streamID, flags: .none)
    case .serverStreaming: return .write(streamID: streamID, flags: .remoteClosed)
    case .clientStreaming, .bidirectional: return .write(streamID: streamID, flags: .remoteOpen)
    }
  }

  /// A frame or, from its header alone, an oversize one.
  package mutating func receive(_ header: FrameHeader) -> OnClientFrame {
    switch header.type {
    case .response: return receiveResponse(header)
    case .data: return receiveData(header)
    case .request: return .ignore(.wrongDirection)
    default: return header.dataLength > limits.frameBytes ? .close(.notTTRPC(header)) : .ignore(.unknownType)
    }
  }

  private mutating func receiveResponse(_ header: FrameHeader) -> OnClientFrame {
    guard remove(header.streamID) else { return .ignore(.streamOver) }
    if header.dataLength > limits.frameBytes {
      return .fail(.frameTooLarge(bytes: header.dataLength, limitBytes: limits.frameBytes), cancelling: false)
    }
    return .response
  }

  private mutating func receiveData(_ header: FrameHeader) -> OnClientFrame {
    guard let index = streams.index(forKey: header.streamID) else { return .ignore(.streamOver) }
    let held = streams.values[index].inbound.held
    var order = streams.values[index].receiveData(header, limits)
    waitingBytes += streams.values[index].inbound.held - held
    if case .message = order, waitingBytes > limits.waitingBytesPerConnection {
      order = .fail(.connectionWaitingBytes(limitBytes: limits.waitingBytesPerConnection), cancelling: true)
    }
    switch order {
    case .message(isLast: false), .ignore: break
    case .message(isLast: true), .end, .fail, .response, .close: _ = remove(header.streamID)
    }
    return order
  }

  /// The call wants to send a message.
  package func send(_ streamID: UInt32) -> OnClientSend {
    streams[streamID]?.maySend == true ? .write : .fail(.mayNotSend)
  }

  /// The call has sent its last message: the frame to write is `writeEndOfMessages`.
  package mutating func closeSending(_ streamID: UInt32) -> OnClientSend {
    guard let index = streams.index(forKey: streamID), streams.values[index].maySend else { return .fail(.mayNotSend) }
    streams.values[index].closeSending()
    return .write
  }

  /// The caller took its next message, of this many bytes.
  package mutating func took(_ streamID: UInt32, messageBytes: Int) {
    guard let index = streams.index(forKey: streamID) else { return }
    waitingBytes -= streams.values[index].take(bytes: messageBytes)
  }

  /// The caller gives the call up. Whatever the server still sends for it is passed over.
  package mutating func abandon(_ streamID: UInt32) -> OnClientAbandon {
    remove(streamID) ? .cancel : .nothing
  }

  private mutating func remove(_ streamID: UInt32) -> Bool {
    guard let stream = streams.removeValue(forKey: streamID) else { return false }
    waitingBytes -= stream.inbound.held
    return true
  }
}
