package import NIOCore
package import ProtobufCSupport
import TTRPCWire

/// Names a call that was started on a `BlockingConnection`, until its end was taken. Of no use on another connection.
package struct CallTicket: Hashable, Sendable {
  /// The call's stream.
  package let streamID: UInt32
}

/// How a call on a `BlockingConnection` ended.
package struct FinishedCall: Sendable {
  /// The call.
  package let ticket: CallTicket
  /// The encoded response: a slice of what was read with it. Whoever keeps it keeps all of that.
  package let outcome: Result<ByteBuffer, RPCError>
  let decodedBytes: Int

  /// The decoded response, or how the call failed.
  package func response<Response: ProtobufMessage>(_ type: Response.Type = Response.self) throws(RPCError) -> Response {
    try Response(response: outcome.get(), limitBytes: decodedBytes)
  }

  /// The same for keeping.
  func detached() -> FinishedCall {
    FinishedCall(ticket: ticket, outcome: outcome.map { $0.detached() }, decodedBytes: decodedBytes)
  }
}
