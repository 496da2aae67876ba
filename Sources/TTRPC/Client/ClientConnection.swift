import Glibc
package import NIOCore
package import NIOPosix
package import ProtobufCSupport
package import TTRPCWire

/// One connection to a ttrpc server, shared by any number of concurrent calls from any tasks.
package struct ClientConnection: ClientChannel {
  private let shared: Shared
  private let channel: any Channel
  private let limits: Limits

  /// What callers and the event loop share.
  final class Shared: Sendable {
    let mailbox: Mailbox<ClientEvent>
    let gate = WriteGate()

    init(_ mailbox: Mailbox<ClientEvent>) {
      self.mailbox = mailbox
    }
  }

  /// Connects to `address`.
  ///
  /// - Throws: `SocketError` when nobody answers there within `timeout`, or when the task is cancelled meanwhile.
  package static func connect(
    to address: Address, on group: MultiThreadedEventLoopGroup, timeout: TimeAmount = .seconds(5), limits: Limits = Limits()
  ) async throws(SocketError) -> ClientConnection {
    let bootstrap = bootstrap(on: group).connectTimeout(timeout)
    do {
      switch address {
      case .tcp(let host, let port):
        return try await ClientConnection(try await connectTCP(host, port, bootstrap), limits)
      case .unix, .abstract:
        return try await connected(try await connectUnix(address, timeout), bootstrap, limits)
      }
    } catch let error as SocketError {
      throw error
    } catch {
      throw SocketError(address, cannot: "connect to", error)
    }
  }

  /// Takes over a connected socket, such as one end of a socket pair.
  package static func adopt(
    connectedSocket descriptor: CInt, on group: MultiThreadedEventLoopGroup, limits: Limits = Limits()
  ) async throws(SocketError) -> ClientConnection {
    do {
      return try await connected(descriptor, bootstrap(on: group), limits)
    } catch {
      throw SocketError(address: .abstract(name: "connected"), problem: "cannot use it: \(error)")
    }
  }

  /// Tries again while the server's queue of connections is full: the system does not tell when there is room.
  private static func connectUnix(_ address: Address, _ timeout: TimeAmount) async throws -> CInt {
    let deadline = NIODeadline.now() + timeout
    while true {
      do {
        return try UnixSocket.connect(address)
      } catch {
        if error.errno != EAGAIN || deadline <= .now() { throw error }
      }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  /// Closes what is under way when the task is cancelled: the system would go on trying.
  private static func connectTCP(_ host: String, _ port: Int, _ bootstrap: ClientBootstrap) async throws -> any Channel {
    let attempts = ConnectAttempts()
    return try await withTaskCancellationHandler {
      try await bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .channelInitializer { channel in
          attempts.add(channel)
          return channel.eventLoop.makeSucceededVoidFuture()
        }
        .connect(host: host, port: port).get()
    } onCancel: {
      attempts.cancel()
    }
  }

  private static func bootstrap(on group: MultiThreadedEventLoopGroup) -> ClientBootstrap {
    ClientBootstrap(group: group)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
      // Nothing is read before the handler is there.
      .channelOption(.autoRead, value: false)
  }

  private static func connected(
    _ descriptor: CInt, _ bootstrap: ClientBootstrap, _ limits: Limits
  ) async throws -> ClientConnection {
    try await ClientConnection(try await bootstrap.withConnectedSocket(descriptor).get(), limits)
  }

  private init(_ channel: any Channel, _ limits: Limits) async throws {
    shared = try await channel.eventLoop.submit {
      // A handler that comes after the end would never hear of it.
      guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
      let reference = HandlerReference<ClientConnectionHandler>()
      let mailbox = Mailbox<ClientEvent>(eventLoop: channel.eventLoop) { reference.handler?.takeMail() }
      let shared = Shared(mailbox)
      let handler = ClientConnectionHandler(shared, reference, channel: channel, limits: limits)
      try channel.pipeline.syncOperations.addHandler(handler)
      try channel.syncOptions?.setOption(.autoRead, value: true)
      return shared
    }.get()
    self.channel = channel
    self.limits = limits
  }

  /// Closes the connection; calls that run end with UNAVAILABLE. Returns when it is closed.
  package func close() async {
    beginClosing()
    // A failure to close is a failure of the connection, which is what was wanted.
    try? await channel.closeFuture.get()
  }

  /// Begins what `close` does.
  func beginClosing() {
    shared.mailbox.post(.close)
  }

  /// False once it serves no more calls.
  var isOpen: Bool { channel.isActive }

  /// Runs `action` once when the connection has ended, on its event loop; at once where it has already.
  func whenClosed(_ action: @escaping @Sendable () -> Void) {
    channel.closeFuture.whenComplete { _ in action() }
  }

  // MARK: Calls

  package func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions
  ) async throws(RPCError) -> Response {
    let call = try begin(method, request, flags: [], options)
    guard let bytes = try await call.next(shared.mailbox) else {
      throw RPCError(.internal, "The server ended \(method.fullName) without a response.")
    }
    return try Response(response: bytes, limitBytes: limits.decodedBytes)
  }

  package func open(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages {
    try start(method, request, flags: .remoteClosed, options)
  }

  package func open(
    _ method: MethodDescriptor, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages & OutboundMessages {
    try start(method, ProtobufEmptyRequest.value, flags: [.remoteOpen, .noData], options)
  }

  /// Opens a stream of any kind.
  func start(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, flags: FrameFlags, _ options: CallOptions
  ) throws(RPCError) -> ClientStream {
    ClientStream(try begin(method, request, flags: flags, options), shared, limits)
  }

  private func begin(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, flags: FrameFlags, _ options: CallOptions
  ) throws(RPCError) -> ClientCall {
    if let refusal = options.metadata.refusal(limits) { throw RPCError(refusal) }
    if let timeout = options.timeout, timeout <= .zero { throw .deadlineExceeded }
    var frame = ByteBuffer()
    let head = RequestHead(method, options: options)
    if let error = frame.writeRequest(head, request, flags: flags, limits: limits) { throw error }
    let deadline = options.timeout.map { NIODeadline.now() + .nanoseconds($0.nanoseconds) }
    let call = ClientCall(method.kind.shape, deadline: deadline, gate: shared.gate)
    guard shared.mailbox.post(.start(call, frame: frame)) else { throw .connectionClosedBeforeSending }
    return call
  }
}

extension RequestHead {
  /// The head of a call to `method`.
  init(_ method: MethodDescriptor, options: CallOptions) {
    self.init(
      service: method.service, method: method.method, timeoutNanoseconds: options.timeout?.nanoseconds ?? 0,
      metadata: options.metadata)
  }
}
