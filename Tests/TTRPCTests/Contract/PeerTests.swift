import Glibc
import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct PeerTests {
  @Test(arguments: [TransportKind.socketPair, .unixPath, .abstract])
  func handlerLearnsProcessUserAndGroupOfAUnixPeer(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let mine = TestAPI.Peer(
        transport: .unix, credentials: PeerCredentials(processID: getpid(), userID: getuid(), groupID: getgid()))
      let request = EchoRequest(describeCall: true)
      #expect(try await service.echo.echoInline(request).call?.peer == mine)
      #expect(try await service.echo.echoLong(request).call?.peer == mine)
      var stream = try await service.echo.produceStream(ProduceRequest(messages: 1, describeCall: true)).makeAsyncIterator()
      #expect(try await stream.next()?.call?.peer == mine)
    }
  }

  @Test func handlerLearnsTheAddressOfATCPPeer() async throws {
    try await withService(.tcp) { service async throws in
      let peer = try await service.echo.echoWorker(EchoRequest(describeCall: true)).call?.peer
      #expect(peer?.transport == .tcp)
      #expect(peer?.credentials == nil)
      #expect(peer?.remoteAddress.hasPrefix("tcp:127.0.0.1:") == true)
    }
  }

  @Test func everyListenerServesTheSameServicesAndTellsItsPeersApart() async throws {
    try await withService(.unixPath) { service async throws in
      let addresses = [
        try await service.server.listen(on: .abstract(name: .uniqueName)),
        try await service.server.listen(on: .tcp(host: "127.0.0.1", port: 0)),
        try await service.server.listen(on: .tcp(host: "::1", port: 0)),
      ]
      var transports: [Transport] = []
      for address in addresses {
        let client = try await ClientConnection.connect(to: address, on: .singleton)
        let response = try await EchoServiceClient(client).echoInline(EchoRequest(describeCall: true))
        transports.append(response.call?.peer?.transport ?? .unspecified)
        await client.close()
      }
      #expect(transports == [.unix, .tcp, .tcp])
    }
  }

  @Test func streamIDsAreOddAndGrowOnEachConnection() async throws {
    try await withService { service async throws in
      let other = EchoServiceClient(try await service.connect())
      for expected in [1, 3, 5] as [UInt32] {
        #expect(try await service.echo.echoInline(EchoRequest(describeCall: true)).call?.streamID == expected)
        #expect(try await other.echoInline(EchoRequest(describeCall: true)).call?.streamID == expected)
      }
    }
  }
}
