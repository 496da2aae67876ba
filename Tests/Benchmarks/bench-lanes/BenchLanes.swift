import Dispatch
import Glibc
import NIOPosix
import TTRPC
import TestAPI

/// `bench-lanes ADDRESS`: how long INLINE and WORKER calls take while every thread for long work is busy.
///
/// One connection. 8 LONG calls of 500 ms are kept under way, more than there are threads; meanwhile 1,000 INLINE and 1,000
/// WORKER calls with empty messages, 8 of each in flight. Then 2,000 pings, 16 in flight, while one WORKER call holds its thread for
/// 500 ms. Prints p50, p99 and the longest of each, for every round.
@main
struct BenchLanes {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: bench-lanes ADDRESS")
      exit(2)
    }
    let address = try Address(parsing: CommandLine.arguments[1])
    let connection = try await ClientConnection.connect(to: address, on: .singleton)
    let client = EchoServiceClient(connection)
    for round in 0...7 {
      let (inline, worker) = try await measure(client)
      let pings = try await measurePings(client, ControlServiceClient(connection))
      // The first round warms up.
      if round > 0 { print("round \(round): INLINE \(inline)   WORKER \(worker)   PING \(pings)") }
    }
  }

  private static func measure(_ client: EchoServiceClient) async throws -> (Latencies, Latencies) {
    try await withThrowingTaskGroup(of: Void.self) { busy in
      for _ in 0..<8 {
        busy.addTask {
          while !Task.isCancelled {
            // Cancelling ends the last one early.
            _ = try? await client.echoLong(EchoRequest(holdMilliseconds: 500))
          }
        }
      }
      async let inline = latencies(1_000, inFlight: 8) { _ = try await client.echoInline(EchoRequest()) }
      async let worker = latencies(1_000, inFlight: 8) { _ = try await client.echoWorker(EchoRequest()) }
      let result = (try await inline, try await worker)
      busy.cancelAll()
      return result
    }
  }

  private static func measurePings(_ client: EchoServiceClient, _ control: ControlServiceClient) async throws -> Latencies {
    async let slow = client.echoWorker(EchoRequest(holdMilliseconds: 500))
    let pings = try await latencies(2_000, inFlight: 16) { _ = try await control.ping(PingRequest()) }
    _ = try await slow
    return pings
  }

  private static func latencies(_ count: Int, inFlight: Int, _ call: @escaping @Sendable () async throws -> Void) async throws
    -> Latencies
  {
    let all = try await withThrowingTaskGroup(of: [Double].self) { group in
      for _ in 0..<inFlight {
        group.addTask {
          var milliseconds: [Double] = []
          for _ in 0..<(count / inFlight) {
            let start = DispatchTime.now().uptimeNanoseconds
            try await call()
            milliseconds.append(Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6)
          }
          return milliseconds
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return Latencies(all.sorted())
  }
}

/// Sorted times in milliseconds.
struct Latencies: CustomStringConvertible {
  private let sorted: [Double]

  init(_ sorted: [Double]) {
    self.sorted = sorted
  }

  var description: String {
    "p50 \(text(0.5)) p99 \(text(0.99)) max \(text(1)) ms"
  }

  private func text(_ quantile: Double) -> String {
    let index = min(sorted.count - 1, Int(Double(sorted.count) * quantile))
    return "\((sorted[index] * 1_000).rounded() / 1_000)"
  }
}
