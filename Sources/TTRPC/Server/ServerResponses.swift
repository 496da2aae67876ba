import NIOCore
import ProtobufCSupport
import Synchronization
import TTRPCWire

/// A stream's answers as its handler sends them.
final class ServerResponses: OutboundMessages {
  private let context: CallContext
  private let connection: ServerConnection
  /// The frame of the one response of a method that does not stream back.
  let response = Mutex<ByteBuffer?>(nil)

  init(_ context: CallContext, _ connection: ServerConnection) {
    self.context = context
    self.connection = connection
  }

  func send(_ message: some ProtobufMessage) async throws(RPCError) {
    try context.checkCancellation()
    var frame = ByteBuffer()
    if let refusal = frame.writeMessage(message, streamID: context.streamID, limits: connection.limits) { throw refusal }
    let context = context
    let passes = await connection.gate.pass(frame.readableBytes, of: context) { context.reasonGivenUp != nil }
    guard passes else { throw context.reasonGivenUp ?? .callerLeft }
    guard connection.mailbox.post(.message(streamID: context.streamID, frame: frame)) else {
      throw context.reasonGivenUp ?? .callerLeft
    }
  }

  func respond(_ message: some ProtobufMessage) async throws(RPCError) {
    var frame = ByteBuffer()
    if let refusal = frame.writeResponse(message, streamID: context.streamID, limits: connection.limits) { throw refusal }
    response.withLock { $0 = frame }
  }

  func finish() async throws(RPCError) {
    throw RPCError(.internal, "A server ends a stream by returning from its handler.")
  }
}
