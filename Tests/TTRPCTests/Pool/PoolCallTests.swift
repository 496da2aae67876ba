import CommonProto
import EchoServer
import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

/// What a pool does for calls when nothing goes wrong, and what it leaves behind.
@Suite(.timeLimit(.minutes(5))) struct PoolCallTests {
  @Test(arguments: PoolHost.transports)
  func hundredCallersOverTwoConnectionsGetTheirOwnAnswers(_ kind: TransportKind) async throws {
    try await withPool(kind) {
      $0.connections = 2
    } _: { host async throws in
      try await host.serving { server async throws in
        try await withThrowingTaskGroup(of: Void.self) { callers in
          for caller in 0..<100 {
            callers.addTask { [echo = host.echo] in
              for number in 0..<20 {
                let payload = Array("caller \(caller), call \(number)".utf8)
                let response =
                  number % 2 == 0
                  ? try await echo.echoWorker(EchoRequest(payload: payload))
                  : try await echo.echoInline(EchoRequest(payload: payload))
                #expect(response.payload == payload)
              }
            }
          }
          try await callers.waitForAll()
        }
        #expect(server.openConnections == 2)
      }
    }
  }

  @Test func oneCallAtATimeNeedsOneConnection() async throws {
    try await withPool(.unixPath) { host async throws in
      try await host.serving { server async throws in
        for _ in 0..<100 { _ = try await host.echo.echoInline(EchoRequest()) }
        #expect(server.openConnections == 1)
      }
    }
  }

  @Test(arguments: PoolHost.transports)
  func streamsOfEveryKindRunOverAPool(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      try await host.serving { _ async throws in
        let collect = try await host.echo.collectStream()
        for byte in 0..<10 as Range<UInt8> { try await collect.requests.write(EchoRequest(payload: [byte])) }
        #expect(try await collect.response().payloadBytes == 10)

        var count: Int64 = 0
        for try await response in try await host.echo.produceStream(ProduceRequest(messages: 10)) {
          #expect(response.index == count)
          count += 1
        }
        #expect(count == 10)

        let echo = try await host.echo.echoStream()
        var responses = echo.responses.makeAsyncIterator()
        for byte in 0..<10 as Range<UInt8> {
          try await echo.requests.write(EchoRequest(payload: [byte]))
          #expect(try await responses.next()?.payload == [byte])
        }
        try await echo.requests.finish()
        #expect(try await responses.next() == nil)
        #expect(await code { try await echo.requests.write(EchoRequest()) } == .failedPrecondition)
        #expect(host.pool.callsOnConnections == 0)
      }
    }
  }

  @Test func streamKeepsItsPlaceUntilItHasEndedOrIsLetGo() async throws {
    try await withPool(.unixPath) {
      $0.connections = 1
      $0.callsPerConnection = 1
    } _: { host async throws in
      try await host.serving { _ async throws in
        let soon = CallOptions(timeout: .milliseconds(50))
        func begin() async throws {
          var watch = try await host.echo.watchStream(ProduceRequest(messages: 1)).makeAsyncIterator()
          #expect(try await watch.next() != nil)
          #expect(await code { try await host.echo.echoInline(EchoRequest(), options: soon) } == .deadlineExceeded)
        }
        try await begin()
        #expect(try await host.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
        #expect(await host.calls.end(of: EchoServiceMethods.watchStream) == .cancelled)

        var stream = try await host.echo.produceStream(ProduceRequest(messages: 1)).makeAsyncIterator()
        while try await stream.next() != nil {}
        #expect(try await host.echo.echoInline(EchoRequest(payload: [2])).payload == [2])
      }
    }
  }

  @Test func failureOfTheCallItselfReachesItsCaller() async throws {
    try await withPool(.unixPath) { host async throws in
      try await host.serving { _ async throws in
        let request = EchoRequest(failure: .init(code: RPCError.Code.notFound.rawValue, message: "No."))
        #expect(await code { try await host.echo.echoWorker(request) } == .notFound)
        #expect(host.begun == 1)
        #expect(host.pool.callsOnConnections == 0)
      }
    }
  }

  @Test func closingEndsWhatRunsAndMayBeRepeated() async throws {
    try await withPool(.tcp) { host async throws in
      try await host.serving { server async throws in
        let call = Task { [echo = host.echo] in await outcome { try await echo.echoWorker(PoolRestartTests.held) } }
        await host.gate.untilHeld()
        await host.pool.close()
        #expect(await call.value.failure?.code == .unavailable)
        await host.pool.close()
        #expect(await code { try await host.echo.echoInline(EchoRequest()) } == .unavailable)
        #expect(await code { try await host.echo.collectStream() } == .unavailable)
        await eventually { server.openConnections == 0 }
      }
    }
  }

  @Test func tenThousandConnectsLeaveDescriptorsAndThreadsAsTheyWere() async throws {
    // In a process of its own: other tests open and close descriptors meanwhile.
    await #expect(processExitsWith: .success) {
      try await withService(.unixPath) { service async throws in
        let address = try #require(service.address)
        @Sendable func connect(_ count: Int) async throws {
          for _ in 0..<count {
            let pool = ClientPool(to: address, on: .singleton)
            _ = try await EchoServiceClient(pool).echoInline(EchoRequest())
            await pool.close()
          }
          // The service's own client stays.
          await eventually { service.server.openConnections == 1 }
        }
        // One that has sent nothing would be closed after a minute.
        _ = try await service.echo.echoInline(EchoRequest())
        try await connect(100)
        let before = try OpenResources()
        try await connect(10_000)
        let after = try OpenResources()
        #expect(after.descriptors == before.descriptors)
        // The system's own threads may have ended meanwhile.
        #expect(after.threads <= before.threads)
      }
    }
  }
}
