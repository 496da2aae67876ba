import CPeerSocket
import CommonProto
import FiszkaAPI
import FiszkaDomain
import Glibc
import NIOCore
import ProtobufCSupport
import Synchronization
import TTRPC
import TTRPCWire
import Testing

@testable import FiszkaServices

/// A server as every caller meets it: over TCP, where this machine's loopback is a listed proxy, and over Unix sockets of the
/// server's own user and of a listed one.
final class AccessWorld: Sendable {
  private static let listedUser: UInt32 = 54_321
  static let options: Harness.Options = {
    var options = Harness.Options()
    options.origins = OriginRules(proxies: [IPNetwork("127.0.0.1")].compactMap(\.self))
    options.listed = [listedUser: .user]
    return options
  }()

  /// One more than there will ever be.
  private static let missingID: Int64 = 1_000_000_000

  private let harness: Harness
  private let tcp: ClientConnection
  private let listed: ClientConnection
  private let lessonID: Int64
  private let calls = Mutex(0)

  init(_ harness: Harness) async throws {
    self.harness = harness
    tcp = try await harness.connectOverTCP()
    var ends: [CInt] = [0, 0]
    try #require(peer_socket_pair(Self.listedUser, &ends) == 0, "Only root can be another user.")
    listed = try await harness.connect(ends)
    let id = try await harness.staged("english,polish\ncow,krowa\n")
    lessonID = try #require(try await harness.commit(id).result).lessonID
  }

  func close() async {
    await tcp.close()
    await listed.close()
  }

  /// Calls `method` as `caller`, with everything made for this call alone; nil where there is no such call.
  func outcome(
    of method: MethodDescriptor, as caller: AccessCaller, on resource: AccessResource?
  ) async throws -> AccessOutcome? {
    let request = try #require(AccessRequest.all[method.fullName], "AccessRequest.all has no request for \(method.fullName).")
    var names = AccessRequest.Names(
      unique: calls.withLock {
        $0 += 1; return "call-\($0)"
      })
    var options = CallOptions(timeout: .seconds(30))
    let account = try await account(of: caller, &names, &options)
    if case .clip = request.need { names.key = try await clip(names.unique) }
    guard let id = try await make(request.need, resource, account, caller, names) else { return nil }
    names.id = id
    var bytes = ByteBuffer()
    try request.make(names).encode(into: &bytes)
    do throws(RPCError) {
      try await call(method, RawMessage(Array(bytes.readableBytesView)), connection(of: caller), options)
      return .served
    } catch {
      return .failed(error.code, try error.detail(ErrorInfo.self)?.reason)
    }
  }

  /// The caller's account, and what its calls carry. There is an account that could sign in for every caller.
  private func account(
    of caller: AccessCaller, _ names: inout AccessRequest.Names, _ options: inout CallOptions
  ) async throws -> Int64 {
    let person = try await harness.addAccount(names.unique, role: caller.isAdmin ? .admin : .user)
    names.email = person.email
    names.password = person.password
    if caller.signsIn { options.metadata = try await harness.session(person).metadata }
    if caller == .badToken { options.metadata.append("Bearer nonsense", for: "authorization") }
    if let address = caller.forwardedAddress { options.metadata.append(address, for: "x-forwarded-for") }
    return caller.signsIn ? person.id : Caller.system.accountID
  }

  /// The key of a new clip.
  private func clip(_ text: String) async throws -> String {
    try #require(try await harness.speech.synthesize(SynthesizeRequest(text: text)).clip).key
  }

  private func connection(of caller: AccessCaller) -> ClientConnection {
    switch caller {
    case .nobody, .badToken, .learner, .adminInside, .adminOutside: tcp
    case .system, .forwardingSystem: harness.connection
    case .listedUser: listed
    }
  }

  /// The id of what is needed, made anew; nil where the caller cannot own such a thing.
  private func make(
    _ need: AccessRequest.Need, _ resource: AccessResource?, _ account: Int64, _ caller: AccessCaller,
    _ names: AccessRequest.Names
  ) async throws -> Int64? {
    if resource == .own, !caller.isKnown { return nil }
    if resource == .missing { return Self.missingID }
    switch need {
    case .nothing, .clip: return 0
    case .speechRevision:
      return try await harness.speech.getSpeechSettings(GetSpeechSettingsRequest()).revision
    case .lesson: return lessonID
    case .backup:
      _ = try await harness.operations.createBackup(CreateBackupRequest(name: "\(names.unique).db"))
      return 0
    case .account, .export:
      // Nothing is stored about the system, so it has no export.
      if resource == .own, !caller.signsIn { return nil }
      let owner = resource == .own ? account : try harness.addPerson("Other").id
      if case .account = need { return owner }
      return try await harness.privacy.createUserDataExport(CreateUserDataExportRequest(userID: owner)).export?.id
    case .openImport, .stagedImport, .committedImport:
      let id = try await harness.create(AccessRequest.file)
      if need != .openImport { _ = try await harness.imports.finishImportUpload(.of(id, AccessRequest.file)) }
      if need == .committedImport { _ = try await harness.commit(id) }
      let owner = resource == .own ? account : try harness.addPerson("Other").id
      try harness.execute("UPDATE imports SET uploaded_by = \(owner) WHERE id = \(id)")
      return id
    }
  }

  /// Returns when the call was served; of a watch, when its first message came.
  private func call(
    _ method: MethodDescriptor, _ request: RawMessage, _ connection: ClientConnection, _ options: CallOptions
  ) async throws(RPCError) {
    switch method.kind {
    case .unary:
      let _: RawMessage = try await connection.unary(method, request, options: options)
    case .serverStreaming:
      _ = try await connection.open(method, request, options: options).next()
    case .clientStreaming, .bidirectional:
      let stream = try await connection.open(method, options: options)
      let requests = MessageWriter<RawMessage>(stream)
      try await requests.write(request)
      try await requests.finish()
      _ = try await stream.next()
    }
  }
}

/// How a call ended.
enum AccessOutcome: Hashable {
  case served
  case failed(RPCError.Code, String?)
}
