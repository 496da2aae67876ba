import NIOCore
import ProtobufCSupport
import Synchronization
import TTRPCWire

/// A call that runs on a lane: its work, and the way back to its connection. Usable from any thread.
final class ServerCall: LaneJob {
  /// What is to be done.
  enum Work: Sendable {
    case unary(MethodHandler.Unary, ByteBuffer)
    case stream(MethodHandler.Stream, first: ByteBuffer?)

    /// Length of the message that came with the request; nil when none did.
    var messageBytes: Int? {
      switch self {
      case .unary(_, let request): request.readableBytes
      case .stream(_, let first): first?.readableBytes
      }
    }
  }

  let context: CallContext
  /// The messages of a stream; nil for unary calls.
  let inbound: InboundQueue?
  private let work: Work
  private let connection: ServerConnection
  private let task = Mutex<Task<Void, Never>?>(nil)

  init(_ work: Work, _ context: CallContext, _ connection: ServerConnection, remoteIsClosed: Bool) {
    self.work = work
    self.context = context
    self.connection = connection
    switch work {
    case .unary:
      inbound = nil
    case .stream(_, let first):
      let queue = InboundQueue { [mailbox = connection.mailbox, streamID = context.streamID] bytes in
        mailbox.post(.took(streamID: streamID, bytes: bytes))
      }
      if let first { queue.append(first) }
      if remoteIsClosed { queue.end(.success(())) }
      inbound = queue
    }
  }

  /// Hands the work to its lane; false when the lane is full.
  func start(on lanes: Lanes) -> Bool {
    switch work {
    case .unary:
      return (context.method.policy.executionClass == .long ? lanes.long : lanes.worker).submit(self)
    case .stream(let handler, _):
      task.withLock { task in
        task = Task(executorPreference: lanes.executor) { await self.runStream(handler) }
      }
      return true
    }
  }

  /// Nobody waits for the answer any more: the handler may see it and stop.
  func giveUp(_ reason: RPCError) {
    context.giveUp(reason)
    inbound?.fail(reason)
    connection.gate.release(context)
    task.withLock { $0 }?.cancel()
  }

  /// A unary call, on a lane's thread.
  func run() {
    guard case .unary(let handler, let request) = work else { return }
    do throws(RPCError) {
      // It may have waited too long for its turn.
      try context.checkCancellation()
      let response = try handler(request, context)
      finish(response)
    } catch {
      finish(error)
    }
  }

  private func runStream(_ handler: MethodHandler.Stream) async {
    guard let inbound else { return }
    let responses = ServerResponses(context, connection)
    do throws(RPCError) {
      try await handler(StreamRequests(queue: inbound), responses, context)
      connection.mailbox.post(
        .finish(streamID: context.streamID, succeeded: true, frame: responses.response.withLock { $0 } ?? ByteBuffer()))
    } catch {
      finish(error)
    }
  }

  private func finish(_ response: any ProtobufMessage) {
    var frame = ByteBuffer()
    if let refusal = frame.writeResponse(response, streamID: context.streamID, limits: connection.limits) {
      finish(refusal)
    } else {
      connection.mailbox.post(.finish(streamID: context.streamID, succeeded: true, frame: frame))
    }
  }

  private func finish(_ error: RPCError) {
    connection.logger.report(error, of: context)
    var frame = ByteBuffer()
    frame.writeResponse(error.status, streamID: context.streamID, limits: connection.limits)
    connection.mailbox.post(.finish(streamID: context.streamID, succeeded: false, frame: frame))
  }
}

/// A stream's messages as its handler reads them.
private struct StreamRequests: InboundMessages {
  let queue: InboundQueue

  func next() async throws(RPCError) -> ByteBuffer? {
    try await queue.next()
  }
}
