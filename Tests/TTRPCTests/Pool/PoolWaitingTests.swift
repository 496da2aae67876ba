import EchoServer
import NIOCore
import NIOEmbedded
import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

/// Calls that wait for a connection or for a place on one.
@Suite(.timeLimit(.minutes(1))) struct PoolWaitingTests {
  static let held = EchoRequest(holdMilliseconds: 60_000)
  static let soon = CallOptions(timeout: .milliseconds(100))

  /// One place in all.
  private static func single(_ configuration: inout ClientPoolConfiguration) {
    configuration.connections = 1
    configuration.callsPerConnection = 1
    configuration.waitingCalls = 2
  }

  @Test(arguments: PoolHost.transports)
  func placesAreBoundedAndSoIsTheLineForThem(_ kind: TransportKind) async throws {
    try await withPool(kind, Self.single) { host async throws in
      try await host.serving { _ async throws in
        let first = Task { [echo = host.echo] in try await echo.echoWorker(Self.held) }
        await host.gate.untilHeld()
        let cancelled = Task { [echo = host.echo] in await outcome { try await echo.echoWorker(Self.held) } }
        let second = Task { [echo = host.echo] in try await echo.echoInline(EchoRequest(payload: [2])) }
        await eventually { host.pool.waitingCount == 2 }
        #expect(await code { try await host.echo.echoInline(EchoRequest()) } == .resourceExhausted)
        cancelled.cancel()
        #expect(await cancelled.value.failure?.code == .cancelled)
        #expect(host.pool.waitingCount == 1)
        #expect(await code { try await host.echo.echoInline(EchoRequest(), options: Self.soon) } == .deadlineExceeded)
        host.gate.open()
        _ = try await first.value
        #expect(try await second.value.payload == [2])
      }
      #expect(host.begun == 1)
    }
  }

  @Test(arguments: PoolHost.transports)
  func deadlineAndCancellationHoldWhileConnectionsAreRefused(_ kind: TransportKind) async throws {
    try await withPool(kind) { host async throws in
      #expect(await code { try await host.echo.echoInline(EchoRequest(), options: Self.soon) } == .deadlineExceeded)
      let call = Task { [echo = host.echo] in await outcome { try await echo.echoInline(EchoRequest()) } }
      await eventually { host.pool.waitingCount == 1 }
      call.cancel()
      #expect(await call.value.failure?.code == .cancelled)
      let late = Task { [echo = host.echo] in
        withUnsafeCurrentTask { $0?.cancel() }
        return await outcome { try await echo.echoInline(EchoRequest()) }
      }
      #expect(await late.value.failure?.code == .cancelled)
      let over = CallOptions(timeout: .zero)
      #expect(await code { try await host.echo.echoInline(EchoRequest(), options: over) } == .deadlineExceeded)
      #expect(host.pool.waitingCount == 0)
    }
  }

  /// Runs `body` with a pool whose connects come to no end.
  private func withPoolThatConnects(_ kind: TransportKind, _ body: (ClientPool) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/socket"
    let full: (listener: any Sendable, address: Address)
    if kind == .tcp {
      let listener = try FullTCPListener()
      full = (listener, listener.address)
    } else {
      full = (try FullListener(path), .unix(path: path))
    }
    var configuration = ClientPoolConfiguration()
    configuration.connectTimeout = .hours(1)
    let pool = ClientPool(to: full.address, on: .singleton, configuration: configuration)
    try await body(pool)
    // Does not wait for the hour.
    await pool.close()
    withExtendedLifetime(full.listener) {}
  }

  @Test(arguments: PoolHost.transports)
  func deadlineCancellationAndCloseHoldWhileConnecting(_ kind: TransportKind) async throws {
    try await withPoolThatConnects(kind) { pool async throws in
      let echo = EchoServiceClient(pool)
      #expect(await code { try await echo.echoInline(EchoRequest(), options: Self.soon) } == .deadlineExceeded)
      #expect(await code { try await echo.collectStream(options: Self.soon) } == .deadlineExceeded)
      let cancelled = Task { await outcome { try await echo.echoInline(EchoRequest()) } }
      let closed = Task { await outcome { try await echo.echoInline(EchoRequest()) } }
      await eventually { pool.waitingCount == 2 }
      cancelled.cancel()
      #expect(await cancelled.value.failure?.code == .cancelled)
      await pool.close()
      #expect(await closed.value.failure?.code == .unavailable)
    }
  }

  @Test(arguments: PoolHost.transports)
  func serverThatNeverAnswersHoldsNobodyBeyondTheirTime(_ kind: TransportKind) async throws {
    let folder = try TemporaryFolder()
    let silent = try SilentListener(kind, in: folder)
    let pool = ClientPool(to: silent.address, on: .singleton)
    let echo = EchoServiceClient(pool)
    #expect(await code { try await echo.echoInline(EchoRequest(), options: Self.soon) } == .deadlineExceeded)
    #expect(await code { try await echo.watchStream(ProduceRequest(), options: Self.soon) } == .deadlineExceeded)
    let cancelled = Task { await outcome { try await echo.echoInline(EchoRequest()) } }
    cancelled.cancel()
    #expect(await cancelled.value.failure?.code == .cancelled)
    let closed = Task { await outcome { try await EchoServiceClient(pool).echoInline(EchoRequest()) } }
    await eventually { pool.waitingCount == 1 }
    await pool.close()
    #expect(await closed.value.failure?.code == .unavailable)
    #expect(await code { try await echo.echoInline(EchoRequest()) } == .unavailable)
  }

  @Test func serverWithoutRoomForAnotherConnectionGetsNoCallOnIt() async throws {
    let options = TestServiceOptions { $0.configuration.connections = 2 }
    try await withService(.unixPath, options) { service async throws in
      let address = try #require(service.address)
      let pool = ClientPool(to: address, on: .singleton)
      // The service's own client has the other one.
      let calls = (0..<50).map { _ in
        Task { () async throws -> Void in
          for _ in 0..<20 {
            let _: EchoResponse = try await pool.unary(.once, EchoRequest(), options: CallOptions())
          }
        }
      }
      for call in calls { try await call.value }
      #expect(service.server.openConnections == 2)
      await pool.close()
    }
  }

  // MARK: With the test's own clock

  @Test func nothingIsTriedBeforeThePauseIsOver() async throws {
    let clock = NIOAsyncTestingEventLoop()
    try await withPool(.unixPath, timers: clock) {
      $0.firstPause = .milliseconds(100)
    } _: { host async throws in
      let call = Task { [echo = host.echo] in try await echo.echoInline(EchoRequest(payload: [4])).payload }
      await eventually { host.pool.isFailing }
      try await host.serving { _ async throws in
        await clock.advanceTime(by: .milliseconds(49))
        #expect(host.pool.waitingCount == 1)
        #expect(host.pool.connectingCount == 0)
        await clock.advanceTime(by: .milliseconds(1))
        #expect(try await call.value == [4])
      }
    }
    await clock.shutdownGracefully()
  }

  @Test func callWithoutADeadlineStillWaitsOnlySoLong() async throws {
    let clock = NIOAsyncTestingEventLoop()
    try await withPool(.unixPath, timers: clock) {
      Self.single(&$0)
      $0.longestWait = .seconds(10)
      $0.firstPause = .seconds(30)
      $0.longestPause = .seconds(30)
    } _: { host async throws in
      let refused = Task { [echo = host.echo] in await outcome { try await echo.echoInline(EchoRequest()) } }
      await eventually { host.pool.isFailing && host.pool.waitingCount == 1 }
      await clock.advanceTime(by: .seconds(10))
      let failure = await clock.value(of: refused).failure
      #expect(failure?.code == .unavailable)
      #expect((failure?.cause as? SocketError)?.address == host.address)

      await clock.advanceTime(by: .seconds(20))
      try await host.serving { _ async throws in
        let running = Task { [echo = host.echo] in try await echo.echoWorker(Self.held) }
        await host.gate.untilHeld()
        let full = Task { [echo = host.echo] in await outcome { try await echo.echoInline(EchoRequest()) } }
        await eventually { host.pool.waitingCount == 1 }
        await clock.advanceTime(by: .seconds(10))
        #expect(await clock.value(of: full).failure?.code == .resourceExhausted)
        host.gate.open()
        _ = try await running.value
      }
    }
    await clock.shutdownGracefully()
  }
}

extension NIOAsyncTestingEventLoop {
  /// What `task` ends with, once what is due has run: a timer that it sets after the time was advanced is due at once.
  fileprivate func value<Value: Sendable>(of task: Task<Value, Never>) async -> Value {
    let running = Task {
      while !Task.isCancelled {
        await run()
        await Task.yield()
      }
    }
    defer { running.cancel() }
    return await task.value
  }
}
