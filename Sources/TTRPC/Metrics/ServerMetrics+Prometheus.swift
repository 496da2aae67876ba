extension ServerMetrics {
  /// Everything counted so far, in Prometheus' text format 0.0.4. Counters start at 0 with the server; methods that were not
  /// called yet have no samples.
  package func prometheusText() -> String {
    var text = PrometheusText()
    write(methods.filter { $0.duration.total > 0 || $0.inFlight > 0 || $0.bytesIn > 0 }, to: &text)
    text.begin("fiszka_rpc_rejected_frames_total", .counter, "Frames answered with an error before a method was found.")
    for code in 0..<MethodMetrics.codeCount where rejectedFrames(code: code) > 0 {
      text.sample([("code", Self.name(ofCode: code))], rejectedFrames(code: code))
    }
    text.begin("fiszka_rpc_open_connections", .gauge, "Connections open now.")
    text.sample([], openConnections)
    text.begin("fiszka_rpc_connections_total", .counter, "Connections that were served.")
    text.sample([], acceptedConnections)
    text.begin("fiszka_rpc_refused_connections_total", .counter, "Connections closed at once, past the limit of open ones.")
    text.sample([], refusedConnections)
    text.begin("fiszka_rpc_closed_connections_total", .counter, "Connections that ended, by reason.")
    for reason in CloseReason.allCases { text.sample([("reason", reason.rawValue)], closedConnections(reason)) }
    let loads = lanes.map { ($0.name, $0.lane.load) }
    text.begin("fiszka_rpc_lane_waiting_jobs", .gauge, "Calls and steps of streams that wait for a thread of the lane.")
    for (name, load) in loads { text.sample([("lane", name)], load.waiting) }
    text.begin("fiszka_rpc_lane_running_jobs", .gauge, "Calls and steps of streams on the threads of the lane.")
    for (name, load) in loads { text.sample([("lane", name)], load.running) }
    return text.text
  }

  private func write(_ methods: [MethodMetrics], to text: inout PrometheusText) {
    text.begin("fiszka_rpc_calls_total", .counter, "Calls that have ended, by status code.")
    for metrics in methods {
      for code in 0..<MethodMetrics.codeCount where metrics.calls(code: code) > 0 {
        text.sample(metrics.labels + [("code", Self.name(ofCode: code))], metrics.calls(code: code))
      }
    }
    text.begin("fiszka_rpc_call_duration_seconds", .histogram, "Time from the arrival of a request to the end of its call.")
    for metrics in methods { text.histogram(metrics.labels, metrics.duration) }
    text.begin("fiszka_rpc_queue_duration_seconds", .histogram, "Time that unary calls waited for a thread of their lane.")
    for metrics in methods where metrics.wait.total > 0 { text.histogram(metrics.labels, metrics.wait) }
    text.begin("fiszka_rpc_received_bytes_total", .counter, "Bytes of the frames of calls, from callers.")
    for metrics in methods { text.sample(metrics.labels, metrics.bytesIn) }
    text.begin("fiszka_rpc_sent_bytes_total", .counter, "Bytes of the frames of calls, to callers.")
    for metrics in methods { text.sample(metrics.labels, metrics.bytesOut) }
    text.begin("fiszka_rpc_in_flight_calls", .gauge, "Calls on other threads than the event loops' that are not answered yet.")
    for metrics in methods { text.sample(metrics.labels, metrics.inFlight) }
  }

  private static func name(ofCode index: Int) -> String {
    index < 17 ? RPCError.Code(rawValue: Int32(index)).description : "OTHER"
  }
}

extension MethodMetrics {
  fileprivate var labels: [(String, String)] { [("service", method.service), ("method", method.method)] }
}
