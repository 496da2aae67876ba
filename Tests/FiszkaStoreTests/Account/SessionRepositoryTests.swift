import FiszkaDomain
import Testing

@testable import FiszkaStore

struct SessionRepositoryTests {
  private let harness: StoreHarness
  private let ola: Account
  private var sessions: SQLiteSessionRepository { harness.sessions }

  init() throws {
    harness = try StoreHarness()
    ola = try harness.addAccount("Ola", role: .admin)
  }

  @Test func aSessionIsReadAsItWasOpened() throws {
    #expect(try harness.openSession(1, of: ola))
    let expected = SignInSession(
      id: 1, accountID: ola.id, tokenHash: TokenHash([UInt8](repeating: 1, count: 32))!, lastUsedAt: harness.now,
      expiresAt: harness.now.advanced(by: .seconds(60)))
    let found = try sessions.sessions(ofAccount: ola.id, limit: .none)
    #expect(found == AccountSessions(accountID: ola.id, role: .admin, sessions: [expected]))
    #expect(try sessions.all(limit: .none) == [found])
    #expect(try sessions.sessions(ofAccount: 99, limit: .none).sessions.isEmpty)
  }

  @Test func noSessionOpensWithAPasswordThatIsOutOfDate() throws {
    #expect(try !harness.openSession(1, of: ola, passwordHash: "another"))
    try harness.addAccount("Mama", role: .admin)
    _ = try harness.accounts.delete(ola.id, at: harness.now, audit: nil, limit: .none)
    #expect(try !harness.openSession(1, of: ola))
    #expect(try harness.number("SELECT count(*) FROM auth_tokens") == 0)
  }

  @Test func theNewHashTakesThePlaceOfTheOld() throws {
    let new = NewSession(
      accountID: ola.id, tokenHash: TokenHash([UInt8](repeating: 1, count: 32))!, createdAt: harness.now,
      expiresAt: harness.now, passwordHash: "hash of Ola", newPasswordHash: "newer", ending: [])
    #expect(try sessions.open(new, limit: .none))
    #expect(try harness.accounts.credentials(of: ola.id, limit: .none)?.passwordHash == "newer")
  }

  @Test func sessionsEndByTheirIds() throws {
    for byte in 1...4 as ClosedRange<UInt8> { #expect(try harness.openSession(byte, of: ola)) }
    try sessions.end([1, 3, 99], limit: .none)
    #expect(try harness.openSessions(of: ola) == [2, 4])
    #expect(try harness.openSession(5, of: ola, ending: [2]))
    #expect(try harness.openSessions(of: ola) == [4, 5])
  }

  @Test func usesAreWrittenAndNeverGoBack() throws {
    #expect(try harness.openSession(1, of: ola))
    let later = harness.now.advanced(by: .seconds(5))
    try sessions.noteUses([SessionUse(sessionID: 1, at: later), SessionUse(sessionID: 9, at: later)], limit: .none)
    try sessions.noteUses([SessionUse(sessionID: 1, at: harness.now)], limit: .none)
    #expect(try sessions.sessions(ofAccount: ola.id, limit: .none).sessions.first?.lastUsedAt == later)
  }

  @Test func moreThanABatchIsReadWhole() throws {
    try harness.run(
      """
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 2500)
      INSERT INTO auth_tokens (user_id, token_hash, created_at, last_used_at, expires_at)
      SELECT 2, randomblob(32), 0, 0, 1 FROM number
      """)
    #expect(try sessions.all(limit: .none).first?.sessions.count == 2_500)
  }

  @Test func aHashOfAnotherLengthIsDamage() throws {
    try harness.run(
      "INSERT INTO auth_tokens (user_id, token_hash, created_at, last_used_at, expires_at) VALUES (2, x'00', 0, 0, 1)")
    #expect(throws: StoreError.corrupt("column token_hash holds a value that it cannot have")) {
      try sessions.all(limit: .none)
    }
  }
}
