import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import FiszkaServices
import FiszkaStore
import Foundation
import Logging
import NIOPosix
import TTRPC

/// A server in this process, with one account and without limits of attempts, called over a pair of sockets.
final class BenchServer {
  private static let known = "ola@example.org"
  /// As long as the known one, and as far from it in the index.
  private static let unknown = "ala@example.org"

  private let folder: String
  private let store: Store
  private let server: Server
  private let client: AuthServiceClient
  private let connection: ClientConnection

  init(hasher: any PasswordHasher) async throws {
    folder = NSTemporaryDirectory() + "bench-sign-in-\(getpid())"
    store = try Store(folder, now: Self.now)
    let accounts = SQLiteAccountRepository(store)
    let sessions = OpenSessions(SQLiteSessionRepository(store))
    let tokens = RandomTokenSource()
    let ports = AccountPorts(
      accounts: accounts, sessions: sessions, hasher: hasher, tokens: tokens, attempts: Unlimited(),
      accountAttempts: Unlimited(), now: Self.now)
    guard let email = EmailAddress(Self.known), let nickname = Nickname("Ola"), let password = Password("the right password")
    else { preconditionFailure("the bench's own account breaks the rules") }
    _ = try accounts.create(
      NewAccount(email: email, nickname: nickname, role: .user, passwordHash: try hasher.hash(password)), at: Self.now(),
      audit: nil, limit: .none)
    server = try Server(
      [.authService(AuthServiceHandler(ports))],
      interceptors: [
        OriginInterceptor(OriginRules()),
        CallerInterceptor(ownUserID: geteuid(), sessions: sessions.table, tokens: tokens, now: Self.now),
      ], logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
    var ends: [CInt] = [0, 0]
    guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0 else { preconditionFailure("no sockets") }
    try await server.serve(connectedSocket: ends[0])
    connection = try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
    client = AuthServiceClient(connection)
  }

  /// Milliseconds of refused sign-ins, in pairs whose order is random.
  func measure(_ pairs: Int) async throws -> (known: [Double], unknown: [Double]) {
    var known: [Double] = []
    var unknown: [Double] = []
    for pair in 0..<pairs + 5 {
      let knownFirst = Bool.random()
      let first = try await attempt(knownFirst ? Self.known : Self.unknown)
      let second = try await attempt(knownFirst ? Self.unknown : Self.known)
      // The first ones warm up.
      if pair < 5 { continue }
      known.append(knownFirst ? first : second)
      unknown.append(knownFirst ? second : first)
    }
    return (known, unknown)
  }

  func close() async throws {
    await connection.close()
    await server.shutdown()
    try store.close()
    try FileManager.default.removeItem(atPath: folder)
  }

  private func attempt(_ email: String) async throws -> Double {
    let start = ContinuousClock.now
    do throws(RPCError) {
      _ = try await client.signIn(SignInRequest(email: email, password: "a wrong password"))
      preconditionFailure("a wrong password opened a session")
    } catch {
      if error.code != .unauthenticated { throw error }
    }
    let taken = (ContinuousClock.now - start).components
    return Double(taken.seconds) * 1_000 + Double(taken.attoseconds) / 1e15
  }

  private static let now: @Sendable () -> Instant = {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}

/// Admits every attempt.
private struct Unlimited: AttemptLimiter, AccountAttemptLimiter {
  func admit(_ key: String, at now: Instant) -> AttemptVerdict { .admitted }
  func admit(account: String, from origin: String, at now: Instant) -> AttemptVerdict { .admitted }
  func succeeded(account: String, from origin: String, at now: Instant) {}
}
