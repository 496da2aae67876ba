import NIOCore
package import NIOPosix
package import ProtobufCSupport
import Synchronization
import TTRPCWire

/// Connections to one server, opened when calls need them and again when they are lost; shared by any number of concurrent calls
/// from any tasks.
///
/// A call goes out on the connection with the fewest calls, and waits while there is none. Its timeout covers waiting,
/// connecting and every attempt. A unary call is tried again when its request certainly was not sent, and, if its method says
/// that repeating does no harm, when its connection was lost or the server shuts down. A stream is not, once it is open.
///
/// Fails UNAVAILABLE when no connection can be had in time, RESOURCE_EXHAUSTED when too many calls wait. `close` must be
/// called before it is let go.
package final class ClientPool: ClientChannel {
  let configuration: ClientPoolConfiguration
  private let address: Address
  private let group: MultiThreadedEventLoopGroup
  /// The clock, and what wakes up who waits.
  let timers: any EventLoop
  /// From 0 up to, not including, 1.
  let random: @Sendable () -> Double
  let state: Mutex<Members>
  private let retries: RetryRule

  /// What the pure state names, in flesh.
  struct Members {
    var plan: PoolState
    var connections: [PoolConnectionID: ClientConnection] = [:]
    var connecting: [PoolConnectionID: Task<Void, Never>] = [:]
    var waiters: [PoolWaiterID: PoolWaiter] = [:]
    var wake: Scheduled<Void>?
    /// Of the last attempt to connect; nil after success.
    var failure: SocketError?
  }

  /// Opens no connection yet.
  package convenience init(
    to address: Address, on group: MultiThreadedEventLoopGroup,
    configuration: ClientPoolConfiguration = ClientPoolConfiguration()
  ) {
    self.init(to: address, on: group, configuration, timers: group.any()) { Double.random(in: 0..<1) }
  }

  init(
    to address: Address, on group: MultiThreadedEventLoopGroup, _ configuration: ClientPoolConfiguration,
    timers: any EventLoop, random: @escaping @Sendable () -> Double
  ) {
    self.address = address
    self.group = group
    self.configuration = configuration
    self.timers = timers
    self.random = random
    state = Mutex(Members(plan: PoolState(configuration)))
    retries = RetryRule(attempts: configuration.attempts)
  }

  /// How many calls wait for a connection.
  var waitingCount: Int { state.withLock { $0.plan.waitingCount } }
  /// How many calls have a place on a connection.
  var callsOnConnections: Int { state.withLock { $0.plan.runningCount } }
  /// How many connections are being opened.
  var connectingCount: Int { state.withLock { $0.connecting.count } }
  /// True while connecting fails.
  var isFailing: Bool { state.withLock { $0.plan.isFailing } }

  /// A new connection on which the server has answered; ends early when the task is cancelled.
  ///
  /// A server that has no room accepts and closes, and one that leaves may still accept: calls are not to find that out.
  func connect() async throws(SocketError) -> ClientConnection {
    let timeout = configuration.connectTimeout
    let connection = try await ClientConnection.connect(to: address, on: group, timeout: timeout, limits: configuration.limits)
    do throws(RPCError) {
      let options = CallOptions(timeout: .nanoseconds(timeout.nanoseconds))
      let _: PingResponse = try await connection.unary(ControlServiceMethods.ping, PingRequest(), options: options)
      return connection
    } catch {
      // A server that knows no Ping says so.
      if case .answered = PoolCallEnd(error) { return connection }
      await connection.close()
      throw SocketError(address: address, problem: "the server does not take calls (\(error.code))")
    }
  }

  // MARK: Calls

  package func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions
  ) async throws(RPCError) -> Response {
    try await attempt(method, options) { connection, options, lease throws(RPCError) in
      let response: Response = try await connection.unary(method, request, options: options)
      lease.end(.answered)
      return response
    }
  }

  package func open(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages {
    try await attempt(method, options) { connection, options, lease throws(RPCError) in
      PooledStream(try connection.start(method, request, flags: .remoteClosed, options), lease)
    }
  }

  package func open(
    _ method: MethodDescriptor, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages & OutboundMessages {
    try await attempt(method, options) { connection, options, lease throws(RPCError) in
      PooledStream(
        try connection.start(method, ProtobufEmptyRequest.value, flags: [.remoteOpen, .noData], options), lease)
    }
  }

  private func attempt<Value>(
    _ method: MethodDescriptor, _ options: CallOptions,
    _ call: (ClientConnection, CallOptions, PoolLease) async throws(RPCError) -> Value
  ) async throws(RPCError) -> Value {
    let deadline = options.timeout.map { timers.now + .nanoseconds($0.nanoseconds) }
    var options = options
    var attempt = 1
    while true {
      let lease = try await lease(until: deadline)
      let failure: RPCError
      do throws(RPCError) {
        if let deadline { options.timeout = .nanoseconds(max(0, (deadline - timers.now).nanoseconds)) }
        return try await call(lease.connection, options, lease)
      } catch {
        failure = error
      }
      lease.end(PoolCallEnd(failure))
      guard retries.mayRetry(method, after: failure, attempt: attempt) else { throw failure }
      attempt += 1
    }
  }
}
