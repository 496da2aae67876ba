import NIOCore
import TTRPCWire

// What is counted and logged of calls.
extension ServerConnection {
  /// A call that was answered on the event loop.
  func record(_ call: CallContext, _ metrics: MethodMetrics, _ failure: RPCError?, sentBytes: Int) {
    let total = NIODeadline.now() - arrival
    metrics.sent(bytes: sentBytes)
    metrics.ended(code: failure?.code.rawValue ?? 0, nanoseconds: total.nanoseconds)
    if failure == nil, environment.callLog.passesOver(total: total) { return }
    environment.callLog.write(call, failure, CallLog.Times(total: total))
  }

  /// A call that ran elsewhere and was answered, or is given up.
  func record(_ call: ServerCall, _ failure: RPCError?) {
    let now = NIODeadline.now()
    let times = call.times(until: now)
    watch.callEnded(at: now)
    call.metrics.left()
    call.metrics.ended(code: failure?.code.rawValue ?? 0, nanoseconds: times.total.nanoseconds)
    if failure == nil, environment.callLog.passesOver(total: times.total) { return }
    environment.callLog.write(call.context, failure, times)
  }

  /// Refuses a request whose method is known.
  func refuse(_ call: CallContext, _ metrics: MethodMetrics, _ error: RPCError) {
    let start = output.writerIndex
    answer(call.streamID, error)
    record(call, metrics, error, sentBytes: output.writerIndex - start)
  }

  /// Answers a frame of which no method is known.
  func reject(_ streamID: UInt32, _ refusal: Refusal) {
    environment.metrics.frameRejected(code: refusal.code)
    answer(streamID, RPCError(refusal))
  }
}
