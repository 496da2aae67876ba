import CAllocationCounter
import EchoServer
import Glibc
import Logging
import ProtobufCSupport
import TestAPI
import Testing

@testable import TTRPC

/// The budget of heap allocations of a client that blocks, over a socket; what the server allocates happens in other threads and is
/// not counted. A figure of debug builds.
@Suite(
  .enabled(if: allocation_counter_is_available() == 1, "the sanitizers count allocations themselves"), .timeLimit(.minutes(1)))
struct ClientAllocationTests {
  private static let repetitions = 100

  @Test func blockingCallKeepsToItsBudget() async throws {
    let services = ServiceRegistration(
      service: "fiszka.test.v1.EchoService", methods: [.unary(EchoServiceMethods.echoInline, EchoCalls().echoInline)])
    let server = try Server([services], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    var ends: [CInt] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
    try await server.serve(connectedSocket: ends[1])
    let count = try allocations(ofCallsOver: BlockingConnection(adopting: ends[0]))
    await server.shutdown()
    // The array of the answer's payload, which also shows that the counter counts.
    #expect((0.95...1.05).contains(Double(count) / Double(Self.repetitions)))
  }

  /// Not async, so that all of it happens in one thread.
  private func allocations(ofCallsOver connection: consuming BlockingConnection) throws -> Int {
    let request = EchoRequest(payload: [1, 2, 3])
    var before = 0
    for index in 0..<2 * Self.repetitions {
      // The first half pays for what is set up only once.
      if index == Self.repetitions { before = allocation_counter_value() }
      let _: EchoResponse = try connection.unary(EchoServiceMethods.echoInline, request)
    }
    return Int(allocation_counter_value()) - Int(before)
  }
}
