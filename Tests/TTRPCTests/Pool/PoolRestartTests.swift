import EchoServer
import NIOCore
import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

/// Servers that go and come back while calls run.
@Suite(.timeLimit(.minutes(1))) struct PoolRestartTests {
  static let held = EchoRequest(payload: [7], holdMilliseconds: 60_000)

  @Test(arguments: PoolHost.transports)
  func idempotentCallOutlivesItsServer(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      let call = Task { [echo = host.echo] in try await echo.echoWorker(Self.held) }
      try await host.serving { first async throws in
        await host.gate.untilHeld()
        await first.shutdown()
      }
      try await host.serving { _ async throws in
        await host.gate.untilHeld()
        host.gate.open()
        #expect(try await call.value.payload == [7])
      }
      #expect(host.begun == 2)
    }
  }

  @Test(arguments: PoolHost.transports)
  func callThatMayNotBeRepeatedFailsAndIsCarriedOutOnce(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      let call = Task { [pool = host.pool] in
        await outcome { () async throws -> EchoResponse in
          try await pool.unary(.once, Self.held, options: CallOptions())
        }
      }
      try await host.serving { first async throws in
        await host.gate.untilHeld()
        await first.shutdown()
        #expect(await call.value.failure?.code == .unavailable)
      }
      try await host.serving { _ async throws in
        let next: EchoResponse = try await host.pool.unary(.once, EchoRequest(payload: [8]), options: CallOptions())
        #expect(next.payload == [8])
      }
      #expect(host.begun == 2)
    }
  }

  @Test(arguments: PoolHost.transports)
  func callWaitsForAServerThatIsNotThereYet(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      let call = Task { [pool = host.pool] in
        // Not sent, so it may wait although it must not be repeated.
        let response: EchoResponse = try await pool.unary(.once, EchoRequest(payload: [3]), options: CallOptions())
        return response.payload
      }
      await eventually { host.pool.isFailing }
      try await host.serving { _ async throws in #expect(try await call.value == [3]) }
      #expect(host.begun == 1)
    }
  }

  @Test(arguments: PoolHost.transports)
  func serverThatDrainsFinishesItsCallsWhileNewOnesGoToTheNext(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      let old = try await host.serve(drainTime: .seconds(60))
      let witness = try await ClientConnection.connect(to: host.address, on: .singleton)
      let running = Task { [echo = host.echo] in try await echo.echoWorker(Self.held).payload }
      await host.gate.untilHeld()
      let shutdown = Task { await old.shutdown() }
      var ping: Result<PingResponse, RPCError>
      repeat { ping = await outcome { try await ControlServiceClient(witness).ping(PingRequest()) } } while ping.failure == nil
      // The old server refuses it, and the new one is not there yet.
      let next = Task { [echo = host.echo] in try await echo.echoInline(EchoRequest(payload: [9])).payload }
      await eventually { host.pool.isFailing }
      try await host.serving { _ async throws in
        #expect(try await next.value == [9])
        host.gate.open()
        #expect(try await running.value == [7])
      }
      await shutdown.value
      await witness.close()
      #expect(host.begun == 1)
    }
  }

  @Test(arguments: PoolHost.transports)
  func streamIsNotRepeatedOnceItsMessagesWereSent(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      try await host.serving { first async throws in
        let collect = try await host.echo.collectStream()
        try await collect.requests.write(EchoRequest(payload: [1]))
        var watch = try await host.echo.watchStream(ProduceRequest(messages: 1)).makeAsyncIterator()
        #expect(try await watch.next() != nil)
        await host.calls.log.until { $0.contains(.began("CollectStream")) }
        await first.shutdown()
        #expect(await code { try await watch.next() } == .unavailable)
        #expect(await code { try await collect.response() } == .unavailable)
      }
      try await host.serving { _ async throws in
        #expect(try await host.echo.echoWorker(EchoRequest(payload: [2])).payload == [2])
      }
      #expect(host.begun("CollectStream") == 1)
      #expect(host.begun("WatchStream") == 1)
    }
  }

  @Test func attemptsAreBoundedWhenEveryConnectionIsLost() async throws {
    try await withPool(.unixPath) {
      $0.attempts = 3
    } _: { host async throws in
      let call = Task { [echo = host.echo] in await outcome { try await echo.echoWorker(Self.held) } }
      for _ in 0..<3 {
        try await host.serving { server async throws in
          await host.gate.untilHeld()
          await server.shutdown()
        }
      }
      #expect(await call.value.failure?.code == .unavailable)
      #expect(host.begun == 3)
    }
  }
}
