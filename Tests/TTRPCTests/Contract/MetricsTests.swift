import CommonProto
import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct MetricsTests {
  /// Whether the text has this line.
  private func expect(_ line: String, in metrics: ServerMetrics, _ location: SourceLocation = #_sourceLocation) {
    let text = metrics.prometheusText()
    #expect(text.split(separator: "\n").contains(Substring(line)), "\(text)", sourceLocation: location)
  }

  private func labels(_ method: String) -> String { "service=\"fiszka.test.v1.EchoService\",method=\"\(method)\"" }

  @Test func callsAreCountedByCodeWithTheirBytesAndTimes() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, TestServiceOptions { $0.metrics = metrics }) { service async throws in
      let peer = try await service.connectRaw()
      let request = try ByteBuffer.request(1, EchoServiceMethods.echoInline, EchoRequest(payload: [1, 2, 3]))
      try await peer.send(request)
      let answer = try #require(try await peer.receive())
      expect("fiszka_rpc_calls_total{\(labels("EchoInline")),code=\"OK\"} 1", in: metrics)
      expect("fiszka_rpc_received_bytes_total{\(labels("EchoInline"))} \(request.readableBytes)", in: metrics)
      expect("fiszka_rpc_sent_bytes_total{\(labels("EchoInline"))} \(answer.data.count + 10)", in: metrics)
      expect("fiszka_rpc_call_duration_seconds_count{\(labels("EchoInline"))} 1", in: metrics)
      _ = await outcome { try await service.echo.echoWorker(EchoRequest(failure: RPCStatus(code: 5))) }
      expect("fiszka_rpc_calls_total{\(labels("EchoWorker")),code=\"NOT_FOUND\"} 1", in: metrics)
      expect("fiszka_rpc_queue_duration_seconds_count{\(labels("EchoWorker"))} 1", in: metrics)
    }
  }

  @Test func callThatRunsIsInFlightAndLeavesWithItsConnection() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, TestServiceOptions { $0.metrics = metrics }) { service async throws in
      let other = try await service.connect()
      let call = Task { await outcome { try await EchoServiceClient(other).echoWorker(EchoRequest(holdMilliseconds: 60_000)) } }
      await service.gate.untilHeld()
      expect("fiszka_rpc_in_flight_calls{\(labels("EchoWorker"))} 1", in: metrics)
      expect("fiszka_rpc_lane_running_jobs{lane=\"worker\"} 1", in: metrics)
      expect("fiszka_rpc_lane_running_jobs{lane=\"hashing\"} 0", in: metrics)
      expect("fiszka_rpc_open_connections 2", in: metrics)
      await other.close()
      _ = await call.value
      await eventually { metrics.openConnections == 1 }
      expect("fiszka_rpc_in_flight_calls{\(labels("EchoWorker"))} 0", in: metrics)
      expect("fiszka_rpc_calls_total{\(labels("EchoWorker")),code=\"CANCELLED\"} 1", in: metrics)
      expect("fiszka_rpc_closed_connections_total{reason=\"peer\"} 1", in: metrics)
    }
    // ttrpc of Go once counted below zero after a call that it had rejected.
    expect("fiszka_rpc_in_flight_calls{\(labels("EchoWorker"))} 0", in: metrics)
    expect("fiszka_rpc_open_connections 0", in: metrics)
  }

  @Test func rejectedCallsLeaveTheCountOfThoseInFlightAlone() async throws {
    let metrics = ServerMetrics()
    let options = TestServiceOptions {
      $0.metrics = metrics
      $0.configuration.workerThreads = 1
      $0.configuration.workerQueue = 1
    }
    try await withService(.socketPair, options) { service async throws in
      let peer = try await service.connectRaw()
      let method = EchoServiceMethods.echoWorker
      try await peer.send(.request(1, method, EchoRequest(holdMilliseconds: 60_000)))
      await service.gate.untilHeld()
      for stream in [3, 5, 7] as [UInt32] { try await peer.send(.request(stream, method)) }
      let refusals = try await peer.receive(2)
      #expect(refusals.map(\.summary) == ["5: 8", "7: 8"])
      for refusal in refusals {
        // Who reads only the code loses nothing; who reads the details learns how long to wait.
        let types = try refusal.response().status.details.map(\.typeUrl)
        #expect(types == ["type.googleapis.com/google.rpc.QuotaFailure", "type.googleapis.com/google.rpc.RetryInfo"])
      }
      try await peer.send(.request(9, EchoServiceMethods.collectStream))
      #expect(try await peer.receive()?.summary == "9: 3")
      expect("fiszka_rpc_in_flight_calls{\(labels("EchoWorker"))} 2", in: metrics)
      expect("fiszka_rpc_lane_waiting_jobs{lane=\"worker\"} 1", in: metrics)
      expect("fiszka_rpc_calls_total{\(labels("EchoWorker")),code=\"RESOURCE_EXHAUSTED\"} 2", in: metrics)
      service.gate.open()
      #expect(try await peer.receive(2).map(\.summary) == ["1: 0", "3: 0"])
      expect("fiszka_rpc_in_flight_calls{\(labels("EchoWorker"))} 0", in: metrics)
      expect("fiszka_rpc_in_flight_calls{\(labels("CollectStream"))} 0", in: metrics)
    }
  }

  @Test func frameWithoutAMethodIsCountedByItself() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, TestServiceOptions { $0.metrics = metrics }) { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.frame(2, type: 1))
      #expect(try await peer.receive()?.code == 3)
      expect("fiszka_rpc_rejected_frames_total{code=\"INVALID_ARGUMENT\"} 1", in: metrics)
    }
  }
}
