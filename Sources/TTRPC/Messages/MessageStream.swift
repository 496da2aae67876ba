package import NIOCore
package import ProtobufCSupport

/// The receiving side of a stream, encoded.
package protocol InboundMessages: Sendable {
  /// Memory that each message may need while it is decoded, in bytes.
  var decodedBytes: Int { get }
  /// The next message, or nil after the peer closed its side in good order. One caller at a time.
  func next() async throws(RPCError) -> ByteBuffer?
}

/// The sending side of a stream, encoded.
package protocol OutboundMessages: Sendable {
  /// Sends one message; suspends while the peer reads too slowly.
  func send(_ message: some ProtobufMessage) async throws(RPCError)
  /// Server only: ends the stream with `message` as its one response.
  func respond(_ message: some ProtobufMessage) async throws(RPCError)
  /// Client only: says that no more messages follow.
  func finish() async throws(RPCError)
}

/// Messages of a stream in the order in which the peer sent them; read by one task at a time.
package struct MessageStream<Message: ProtobufMessage>: AsyncSequence, Sendable {
  package typealias Element = Message
  package typealias Failure = RPCError
  private let source: any InboundMessages

  package init(_ source: any InboundMessages) {
    self.source = source
  }

  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(source: source)
  }

  /// Decodes one message per step.
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let source: any InboundMessages

    package mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> Message? {
      guard let bytes = try await source.next() else { return nil }
      return try Message(request: bytes, limitBytes: source.decodedBytes)
    }

    package mutating func next() async throws(RPCError) -> Message? {
      try await next(isolation: nil)
    }
  }
}

/// Sends messages of one type; usable from any task, in the order of the calls.
package struct MessageWriter<Message: ProtobufMessage>: Sendable {
  private let sink: any OutboundMessages

  package init(_ sink: any OutboundMessages) {
    self.sink = sink
  }

  /// Sends one message; suspends while the peer reads too slowly.
  package func write(_ message: Message) async throws(RPCError) {
    try await sink.send(message)
  }

  /// Client only: says that no more messages follow.
  package func finish() async throws(RPCError) {
    try await sink.finish()
  }
}

extension ProtobufMessage {
  /// Decodes a message that a server sent: when that fails, the server is wrong, not the caller.
  init(response bytes: ByteBuffer, limitBytes: Int) throws(RPCError) {
    do throws(ProtobufError) {
      try self.init(decoding: bytes, limitBytes: limitBytes)
    } catch .memoryLimitExceeded(let limitBytes) {
      throw RPCError(.memoryLimitExceeded(limitBytes: limitBytes), message: Self.protobufName)
    } catch {
      throw RPCError(.internal, "The server's \(Self.protobufName) cannot be read: it speaks another contract.", cause: error)
    }
  }

  /// Decodes a message that a peer sent, its failure in the terms of a call.
  init(request bytes: ByteBuffer, limitBytes: Int) throws(RPCError) {
    do throws(ProtobufError) {
      try self.init(decoding: bytes, limitBytes: limitBytes)
    } catch {
      throw RPCError(error, message: Self.protobufName)
    }
  }
}
