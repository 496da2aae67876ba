import Dispatch
import Glibc
import NIOPosix
import TTRPC
import TestAPI

/// `bench-lanes ADDRESS [--gate]`: how long INLINE and WORKER calls take while every thread for long work is busy.
///
/// One connection. 8 LONG calls of 500 ms are kept under way, more than there are threads; meanwhile 1,000 INLINE and 1,000
/// WORKER calls with empty messages, 8 of each in flight. Then 2,000 pings, 16 in flight, while one WORKER call holds its thread for
/// 500 ms. Prints p50, p99 and the longest of each, for every round, and whether the median of the p99 is within its limit; with
/// `--gate` it ends with 1 when one is not.
@main
struct BenchLanes {
  private static let rounds = 7

  static func main() async throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let isGate = arguments.last == "--gate"
    if isGate { arguments.removeLast() }
    guard arguments.count == 1 else {
      print("usage: bench-lanes ADDRESS [--gate]")
      exit(2)
    }
    let connection = try await ClientConnection.connect(to: try Address(parsing: arguments[0]), on: .singleton)
    let client = EchoServiceClient(connection)
    var limits = [Limit("INLINE", milliseconds: 5), Limit("WORKER", milliseconds: 20), Limit("PING", milliseconds: 5)]
    for round in 0...rounds {
      let (inline, worker) = try await measure(client)
      let pings = try await measurePings(client, ControlServiceClient(connection))
      // The first round warms up.
      if round == 0 { continue }
      print("round \(round): INLINE \(inline)   WORKER \(worker)   PING \(pings)")
      for (index, latencies) in [inline, worker, pings].enumerated() { limits[index].add(latencies) }
    }
    print("median [lowest–highest] of \(rounds) rounds")
    for limit in limits { print(limit) }
    if isGate && !limits.allSatisfy(\.holds) { exit(1) }
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
