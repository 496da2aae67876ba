import Logging
import NIOPosix
import Testing

@testable import TTRPC

@Suite struct HealthTests {
  @Test(arguments: ["unix", "abstract", "tcp"])
  func checkAnswersServingOverEveryKindOfSocket(_ kind: String) async throws {
    let address: Address =
      switch kind {
      case "unix": .unix(path: "/tmp/fiszka-\(UInt64.random(in: .min ... .max)).sock")
      case "abstract": .abstract(name: "fiszka-\(UInt64.random(in: .min ... .max))")
      default: .tcp(host: "127.0.0.1", port: 0)
      }
    let server = try Server([.healthService(HealthRegistry())], logger: Logger(label: "test"))
    let bound = try await server.listen(on: address)
    let client = try await ClientConnection.connect(to: bound, on: .singleton)
    let response = try await HealthServiceClient(client).check(HealthCheckRequest())
    #expect(response.status == .serving)
    await #expect(throws: RPCError.self) { try await HealthServiceClient(client).check(HealthCheckRequest(service: "nothing")) }
    let watch = try await HealthServiceClient(client).watch(HealthCheckRequest())
    var iterator = watch.makeAsyncIterator()
    #expect(try await iterator.next()?.status == .serving)
    await client.close()
    await server.shutdown()
  }
}
