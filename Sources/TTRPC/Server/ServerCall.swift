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
  let metrics: MethodMetrics
  /// The messages of a stream; nil for unary calls.
  let inbound: InboundQueue?
  private let work: Work
  private let connection: ServerConnection
  private let arrival: NIODeadline
  private let submitted: NIODeadline
  /// When its thread took it up, in the clock's nanoseconds; 0 before, and for streams.
  private let started = Atomic<UInt64>(0)
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// On the connection's event loop, while the request is carried out.
  init(
    _ work: Work, _ context: CallContext, _ metrics: MethodMetrics, _ connection: ServerConnection, remoteIsClosed: Bool
  ) {
    self.metrics = metrics
    arrival = connection.arrival
    submitted = .now()
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
      return lanes.lane(of: context.method.policy.executionClass).submit(self)
    case .stream(let handler, _):
      task.withLock { task in
        task = Task(executorPreference: lanes.executor) { await self.runStream(handler) }
      }
      return true
    }
  }

  /// How long it has taken until `now`.
  func times(until now: NIODeadline) -> CallLog.Times {
    var times = CallLog.Times(total: now - arrival)
    if inbound == nil {
      let started = started.load(ordering: .relaxed)
      let start = started == 0 ? now : NIODeadline.uptimeNanoseconds(started)
      times.queue = start - submitted
      times.run = now - start
    }
    return times
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
    let start = NIODeadline.now()
    started.store(start.uptimeNanoseconds, ordering: .relaxed)
    metrics.waited(nanoseconds: (start - submitted).nanoseconds)
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
      try await handler(StreamRequests(queue: inbound, decodedBytes: context.decodedBytes), responses, context)
      connection.mailbox.post(.finish(self, failure: nil, frame: responses.response.withLock { $0 } ?? ByteBuffer()))
    } catch {
      finish(error)
    }
  }

  /// A failure that nobody waits for any more is logged if it is the server's own.
  func reportLate(_ error: RPCError) {
    guard [.internal, .dataLoss, .unknown].contains(error.code) else { return }
    connection.environment.callLog.write(context, error, times(until: .now()))
  }

  private func finish(_ response: any ProtobufMessage) {
    var frame = ByteBuffer()
    if let refusal = frame.writeResponse(response, streamID: context.streamID, limits: connection.limits) {
      finish(refusal)
    } else {
      connection.mailbox.post(.finish(self, failure: nil, frame: frame))
    }
  }

  private func finish(_ error: RPCError) {
    var frame = ByteBuffer()
    frame.writeResponse(error.explainingQuota().status, streamID: context.streamID, limits: connection.limits)
    guard !connection.mailbox.post(.finish(self, failure: error, frame: frame)) else { return }
    // The connection is closed and has counted the call; its failure is told all the same.
    reportLate(error)
  }
}

/// A stream's messages as its handler reads them.
private struct StreamRequests: InboundMessages {
  let queue: InboundQueue
  let decodedBytes: Int

  func next() async throws(RPCError) -> ByteBuffer? {
    try await queue.next()
  }
}
