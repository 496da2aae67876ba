import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

/// What connections leave behind in their process.
@Suite(.timeLimit(.minutes(5))) struct ManyConnectionsTests {
  @Test func tenThousandConnectionsLeaveDescriptorsAndThreadsAsTheyWere() async throws {
    // In a process of its own: other tests open and close descriptors meanwhile.
    await #expect(processExitsWith: .success) {
      try await withService(.unixPath) { service async throws in
        let address = try #require(service.address)
        @Sendable func connect(_ count: Int) async throws {
          for _ in 0..<count {
            let client = try await ClientConnection.connect(to: address, on: .singleton)
            _ = try await EchoServiceClient(client).echoInline(EchoRequest())
            await client.close()
          }
          try await onItsOwnThread {
            for _ in 0..<count {
              var connection = try BlockingConnection.connect(to: address)
              let _: EchoResponse = try connection.unary(EchoServiceMethods.echoInline, EchoRequest())
            }
          }
          // The service's own client stays.
          await eventually { service.server.openConnections == 1 }
        }
        // One that has sent nothing would be closed after a minute.
        _ = try await service.echo.echoInline(EchoRequest())
        try await connect(100)
        let before = try OpenResources()
        try await connect(5_000)
        // Dispatch lets threads that idle go after seconds, and may have one more or less of them at either moment.
        try await eventually { try OpenResources().isWithin(before) }
      }
    }
  }
}
