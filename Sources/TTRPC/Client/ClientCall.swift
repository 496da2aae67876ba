import NIOCore
import Synchronization
import TTRPCWire

/// One call as its caller and its connection share it.
final class ClientCall: Sendable {
  let shape: CallShape
  /// When the caller gives up; nil: never.
  let deadline: NIODeadline?
  /// Where the answers go: the one of a call that gets one, the many of a stream.
  let inbound = InboundQueue()
  private let gate: WriteGate
  private let isSendingClosed = Atomic(false)
  /// Set when the connection has given the call its stream.
  nonisolated(unsafe) var streamID: UInt32?  // Used on the connection's event loop only.

  init(_ shape: CallShape, deadline: NIODeadline?, gate: WriteGate) {
    self.shape = shape
    self.deadline = deadline
    self.gate = gate
  }

  /// The next message; nil after a good end. A cancelled task gives the call up.
  func next(_ mailbox: Mailbox<ClientEvent>) async throws(RPCError) -> ByteBuffer? {
    let outcome = await withTaskCancellationHandler {
      do throws(RPCError) {
        return Result<ByteBuffer?, RPCError>.success(try await inbound.next())
      } catch {
        return .failure(error)
      }
    } onCancel: {
      mailbox.post(.abandon(self, .cancelledByCaller))
    }
    return try outcome.get()
  }

  /// The call ended.
  func end(_ end: Result<Void, RPCError>) {
    inbound.end(end)
    if shape.clientStreams { gate.release(self) }
  }

  /// The call ended well, with a last message.
  func finish(_ last: ByteBuffer) {
    inbound.finish(last)
    if shape.clientStreams { gate.release(self) }
  }

  /// The call was given up, or its connection.
  func fail(_ error: RPCError) {
    inbound.fail(error)
    if shape.clientStreams { gate.release(self) }
  }

  /// The caller sends no more messages.
  func closeSending() {
    isSendingClosed.store(true, ordering: .relaxed)
  }

  /// Throws when a message would go nowhere: how the call failed, or FAILED_PRECONDITION when this side was closed or the call
  /// has ended well.
  func checkSending() throws(RPCError) {
    switch inbound.ending {
    case .failure(let error): throw error
    case .success: throw RPCError(.mayNotSend)
    case nil: if isSendingClosed.load(ordering: .relaxed) { throw RPCError(.mayNotSend) }
    }
  }
}
