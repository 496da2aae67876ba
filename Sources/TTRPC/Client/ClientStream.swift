import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPCWire

/// A call's messages as its caller reads and sends them. Letting it go before the call has ended gives the call up.
final class ClientStream: InboundMessages, OutboundMessages {
  private let call: ClientCall
  private let shared: ClientConnection.Shared
  private let limits: Limits

  init(_ call: ClientCall, _ shared: ClientConnection.Shared, _ limits: Limits) {
    self.call = call
    self.shared = shared
    self.limits = limits
  }

  deinit {
    if !call.inbound.hasEnded { shared.mailbox.post(.abandon(call, .cancelledByCaller)) }
  }

  var decodedBytes: Int { limits.decodedBytes }

  /// How the call ended; nil while it runs.
  var ending: Result<Void, RPCError>? { call.inbound.ending }

  func next() async throws(RPCError) -> ByteBuffer? {
    let message = try await call.next(shared.mailbox)
    if let message, call.shape.serverStreams { shared.mailbox.post(.took(call, bytes: message.readableBytes)) }
    return message
  }

  func send(_ message: some ProtobufMessage) async throws(RPCError) {
    try call.checkSending()
    var frame = ByteBuffer()
    if let error = frame.writeMessage(message, streamID: 0, limits: limits) { throw error }
    let bytes = frame.readableBytes
    let passes = await withTaskCancellationHandler {
      await shared.gate.pass(bytes, of: call) { [call] in call.inbound.hasEnded }
    } onCancel: {
      shared.mailbox.post(.abandon(call, .cancelledByCaller))
    }
    if !passes { try call.checkSending() }
    guard shared.mailbox.post(.message(call, frame: frame)) else { throw .connectionLost }
  }

  func respond(_ message: some ProtobufMessage) async throws(RPCError) {
    throw RPCError(.internal, "A client sends requests; only a server responds.")
  }

  func finish() async throws(RPCError) {
    call.closeSending()
    guard shared.mailbox.post(.endOfMessages(call)) else { throw .connectionLost }
  }
}

/// Stands for the request of a stream that the client opens: it has none.
enum ProtobufEmptyRequest {
  static let value = ProtobufEmpty()
}
