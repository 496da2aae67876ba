import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import GRDB
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization
import TTRPC
import TTRPCWire
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech
@testable import FiszkaStore

/// A server with real services over a real store in a folder of its own, and a client connected to it.
///
/// Calls act as `system`, as from a peer of the server's own user; `.asLearner` and `.asNobody` make them act otherwise.
final class Harness: Sendable {
  let imports: ImportServiceClient
  let lessons: LessonServiceClient
  let operations: OperationsServiceClient
  let audit: AuditServiceClient
  let privacy: PrivacyServiceClient
  let auth: AuthServiceClient
  let users: UserServiceClient
  let health: HealthServiceClient
  let speech: SpeechServiceClient
  let store: Store
  let folder: String
  /// Imports whose files could not be removed.
  let leftovers = IDList()
  let clock = TestClock()
  /// Accounts whose sessions were revoked.
  let revoked = IDList()
  let privacyPorts: PrivacyPorts
  /// Whether the data file finds no room to be rewritten.
  let refusesRewrites = FaultyPersons.Switch()

  /// What the services work with.
  let ports: ImportPorts
  /// What the server counts.
  let counts = ServerMetrics()
  /// What GetMetrics answers.
  static let metrics = "test_metric 1\n"
  /// Open sessions, as the server knows them.
  let sessions: OpenSessions
  let accountPorts: AccountPorts
  let speechDesk: EngineDesk
  private let speechHandler: SpeechServiceHandler
  private let storage: StorageHealth
  private let server: Server
  /// As the server's own user.
  let connection: ClientConnection

  /// What the store and its files do differently from usual.
  struct Options {
    var limits = ImportLimits()
    var store = StoreOptions()
    var files: @Sendable (any ImportFileStore) -> any ImportFileStore = { $0 }
    var origins = OriginRules()
    /// Users of this machine with a role.
    var listed: [UInt32: AccountRole] = [:]
    /// Whether the server's own user is known by the socket.
    var knowsUnixPeers = true
    /// Quick; a test that wants others says so.
    var hasher: any PasswordHasher = Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 64, parallelism: 1))
    var attempts: any AttemptLimiter = SlidingWindowLimiter(limit: 1_000)
    var accountAttempts: any AccountAttemptLimiter = GrowingPauseLimiter(free: 1_000)
    var sessions = SessionRules()
    var accounts: @Sendable (any AccountRepository) -> any AccountRepository = { $0 }
    /// Who speaks.
    var engines: [any SpeechEngine] = [VoiceEngine(.espeak)]
    /// New clips an hour and learner; 0: any number.
    var speechQuota = 0
    var clipLimits = ClipLimits()
    var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
  }

  static func run(_ options: Options = .init(), _ body: (Harness) async throws -> Void) async throws {
    let harness = try await Harness(options)
    do {
      try await body(harness)
    } catch {
      try await harness.close()
      throw error
    }
    try await harness.close()
  }

  private init(_ options: Options) async throws {
    folder = Self.makeFolder()
    let now: @Sendable () -> Instant = { [clock] in clock.now() }
    let registry = HealthRegistry()
    storage = StorageHealth(registry, firstPause: .milliseconds(20), longestPause: .milliseconds(50)) { _, _ in }
    var storeOptions = options.store
    storeOptions.onFailure = { [storage] in storage.report($0) }
    store = try Store(folder, options: storeOptions, now: now)
    storage.start { [store] () throws(StoreError) in try store.verify(limit: .none) }
    let lessonRows = SQLiteLessonRepository(store)
    let importRows = SQLiteImportRepository(store)
    ports = ImportPorts(
      imports: importRows, files: options.files(ImportFileFolder(store) { SHA256() }), lessons: lessonRows,
      limits: options.limits, now: now, onLeftover: { [leftovers] id, _ in leftovers.add(id) })
    sessions = OpenSessions(SQLiteSessionRepository(store), rules: options.sessions)
    accountPorts = AccountPorts(
      accounts: options.accounts(SQLiteAccountRepository(store)), sessions: sessions, hasher: options.hasher,
      tokens: RandomTokenSource(), attempts: options.attempts, accountAttempts: options.accountAttempts, now: now)
    let persons = SQLitePersonRepository(store)
    let exports = UserDataExportFolder(store) { SHA256() }
    let backups = BackupFolder(store) { SHA256() }
    privacyPorts = PrivacyPorts(
      persons: FaultyPersons(persons: persons, refusesRewrites: refusesRewrites), exports: exports, backups: backups,
      imports: ports, sessions: [revoked, sessions.table], now: now)
    speechDesk = try Self.desk(options, store, in: folder, now)
    speechHandler = SpeechServiceHandler(Self.speechPorts(options, speechDesk, lessonRows, now))
    server = try Server(
      [
        .importService(ImportServiceHandler(ports)), .lessonService(LessonServiceHandler(lessons: lessonRows)),
        .operationsService(
          OperationsServiceHandler(backups: backups, metricsText: { Self.metrics }, now: now)), .healthService(registry),
        .privacyService(PrivacyServiceHandler(privacyPorts)), .speechService(speechHandler),
        .auditService(AuditServiceHandler(entries: SQLiteAuditRepository(store))),
        .authService(AuthServiceHandler(accountPorts)), .userService(UserServiceHandler(accountPorts)),
        .serverReflectionService(ServerReflection(of: [], descriptorSet: ContractDescriptors.bytes)),
      ],
      interceptors: [
        OriginInterceptor(options.origins),
        CallerInterceptor(
          ownUserID: options.knowsUnixPeers ? getuid() : nil, listed: options.listed, sessions: sessions.table,
          tokens: RandomTokenSource(), now: now),
        ActingAs(),
        try Self.policy(
          owners: PolicyInterceptor.owners(
            imports: importRows, lessons: lessonRows, persons: persons, exports: exports)),
        AuditInterceptor(),
      ],
      metrics: counts, logger: options.logger)
    let client = try await Self.connect(to: server)
    connection = client
    imports = ImportServiceClient(client)
    lessons = LessonServiceClient(client)
    operations = OperationsServiceClient(client)
    audit = AuditServiceClient(client)
    privacy = PrivacyServiceClient(client)
    auth = AuthServiceClient(client)
    users = UserServiceClient(client)
    health = HealthServiceClient(client)
    speech = SpeechServiceClient(client)
  }

  private static func makeFolder() -> String {
    var template = Array("/tmp/fiszka-services-XXXXXX".utf8CString)
    return template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  private static func connect(to server: Server) async throws -> ClientConnection {
    var ends: [CInt] = [0, 0]
    try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    try await server.serve(connectedSocket: ends[0])
    return try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
  }

  private func close() async throws {
    await connection.close()
    await server.shutdown()
    await speechHandler.shutdown()
    speechDesk.clips.close()
    storage.stop()
    try store.close()
    #expect(system("rm -r \(folder)") == 0)
  }

  /// A connection over TCP; close it.
  func connectOverTCP() async throws -> ClientConnection {
    try await ClientConnection.connect(to: try await server.listen(on: .tcp(host: "127.0.0.1", port: 0)), on: .singleton)
  }

  /// A connection over a pair of sockets; close it.
  func connect(_ ends: [CInt]) async throws -> ClientConnection {
    try await server.serve(connectedSocket: ends[0])
    return try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
  }

  /// Serves one end of a pair of sockets.
  func serve(_ end: CInt) async throws {
    try await server.serve(connectedSocket: end)
  }

  static let nobodyOwns: PolicyInterceptor.OwnerLookup = { _, _ in nil }

  /// A policy under which only imports have owners.
  static func policy(importOwner: @escaping PolicyInterceptor.OwnerLookup) throws -> PolicyInterceptor {
    try policy(owners: ["import": importOwner, "user": nobodyOwns, "export": nobodyOwns])
  }

  static func policy(owners: [String: PolicyInterceptor.OwnerLookup]) throws -> PolicyInterceptor {
    try PolicyInterceptor(methods: FiszkaMethodTable.all, descriptorSet: ContractDescriptors.bytes, owners: owners)
  }
}

/// Ids that are noted from any thread.
final class IDList: Sendable {
  private let ids = Mutex<[Int64]>([])

  func add(_ id: Int64) { ids.withLock { $0.append(id) } }
  var all: [Int64] { ids.withLock { $0 } }
}

extension IDList: SessionRevoker {
  func revokeSessions(ofAccount id: Int64) { add(id) }
}

/// Lets a test act for another account than the connection's.
private struct ActingAs: Interceptor {
  func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    guard let account = call.metadata.first("x-test-account") else { return }
    call.caller = Int64(account).map { Caller(accountID: $0, role: .user) }
  }
}

extension CallOptions {
  static func asLearner(_ id: Int64) -> CallOptions { acting("\(id)") }
  static let asNobody = acting("nobody")

  private static func acting(_ account: String) -> CallOptions {
    var metadata = Metadata()
    metadata.append(account, for: "x-test-account")
    return CallOptions(metadata: metadata)
  }
}
