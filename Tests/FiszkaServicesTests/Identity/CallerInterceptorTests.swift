import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import NIOCore
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct CallerInterceptorTests {
  private let table = SessionTable(rules: SessionRules(idle: .seconds(100), longest: .seconds(1_000)))
  private let tokens = RandomTokenSource()

  private func interceptor(ownUserID: UInt32? = 1_000) -> CallerInterceptor {
    CallerInterceptor(
      ownUserID: ownUserID, listed: [2_000: .user, 3_000: .admin], sessions: table, tokens: tokens,
      now: { Instant(microseconds: 50_000_000) })
  }

  /// The token of an open session of account 7.
  private func token(lastUsedAt: Instant = Instant(microseconds: 0)) -> String {
    let (text, hash) = tokens.makeToken()
    let session = SignInSession(
      id: 5, accountID: 7, tokenHash: hash, lastUsedAt: lastUsedAt, expiresAt: Instant(microseconds: 1_000_000_000))
    table.install(AccountSessions(accountID: 7, role: .user, sessions: [session]), read: table.takeTicket())
    return text
  }

  private func caller(
    of peer: Peer, metadata: [(String, String)] = [], ownUserID: UInt32? = 1_000
  ) throws -> Caller? {
    let call = try CallContext.of(ImportServiceMethods.listImports, from: peer, metadata: metadata)
    try interceptor(ownUserID: ownUserID).before(call, request: nil)
    return call.caller
  }

  @Test(arguments: [UInt32(0), 1_000])
  func rootAndTheServersOwnUserActAsSystem(_ user: UInt32) throws {
    #expect(try caller(of: .unix(userID: user, groupID: 5, processID: 7)) == .system)
  }

  @Test func listedUsersActWithTheirRole() throws {
    #expect(
      try caller(of: .unix(userID: 2_000, groupID: 0, processID: 7))
        == Caller(accountID: Caller.system.accountID, role: .user))
    #expect(try caller(of: .unix(userID: 3_000, groupID: 0, processID: 7)) == .system)
  }

  @Test func everybodyElseStaysUnknown() throws {
    #expect(try caller(of: .unix(userID: 4_000, groupID: 0, processID: 7)) == nil)
    #expect(try caller(of: .tcp(SocketAddress(ipAddress: "127.0.0.1", port: 1))) == nil)
    #expect(try caller(of: .unknown) == nil)
  }

  @Test func switchedOffOnlyListedUsersAreKnownByTheSocket() throws {
    #expect(try caller(of: .unix(userID: 0, groupID: 0, processID: 7), ownUserID: nil) == nil)
    #expect(try caller(of: .unix(userID: 1_000, groupID: 0, processID: 7), ownUserID: nil) == nil)
    #expect(try caller(of: .unix(userID: 3_000, groupID: 0, processID: 7), ownUserID: nil) == .system)
  }

  @Test(arguments: ["Bearer", "bearer", "BEARER"])
  func aTokenWinsOverTheSocket(scheme: String) throws {
    let found = try caller(
      of: .unix(userID: 0, groupID: 0, processID: 1), metadata: [("Authorization", "\(scheme) \(token())")])
    #expect(found == Caller(accountID: 7, role: .user, source: .token))
  }

  @Test func twoTokensAreNone() async throws {
    let value = "Bearer \(token())"
    try await expectFailure(.unauthenticated, .credentialsInvalid) {
      try caller(of: .unknown, metadata: [("authorization", value), ("AUTHORIZATION", value)])
    }
  }

  @Test func anExpiredTokenIsNone() async throws {
    let value = "Bearer \(token(lastUsedAt: Instant(microseconds: -50_000_000)))"
    try await expectFailure(.unauthenticated, .credentialsInvalid) {
      try caller(of: .unix(userID: 0, groupID: 0, processID: 1), metadata: [("authorization", value)])
    }
  }

  @Test(arguments: [
    "Bearer abc", "", "nonsense", "Bearer ", "Bearer", "Basic b2xhOm9sYQ==", "Bearer  " + String(repeating: "A", count: 43),
    "Bearer " + String(repeating: "A", count: 43), "Bearer " + String(repeating: "A", count: 100_000), "Bearer \0",
  ])
  func aTokenIsNeverAnythingElse(_ token: String) async throws {
    try await expectFailure(.unauthenticated, .credentialsInvalid) {
      try caller(of: .unix(userID: 0, groupID: 0, processID: 1), metadata: [("Authorization", token)])
    }
  }
}
