import FiszkaDomain

@testable import FiszkaStore

extension StoreHarness {
  var accounts: SQLiteAccountRepository { SQLiteAccountRepository(store) }
  var sessions: SQLiteSessionRepository { SQLiteSessionRepository(store) }

  /// Makes an account with an address and a password hash "hash of NAME".
  @discardableResult
  func addAccount(_ name: String, role: AccountRole = .user, audit: AuditIntent? = nil) throws -> Account {
    let new = NewAccount(
      email: EmailAddress("\(name)@example.org")!, nickname: Nickname(name)!, role: role, passwordHash: "hash of \(name)")
    return try accounts.create(new, at: now, audit: audit, limit: .none).account
  }

  /// Opens a session whose token hash is 32 times this byte.
  func openSession(_ byte: UInt8, of account: Account, passwordHash: String? = nil, ending: [Int64] = []) throws -> Bool {
    try sessions.open(
      NewSession(
        accountID: account.id, tokenHash: TokenHash([UInt8](repeating: byte, count: 32))!, createdAt: now,
        expiresAt: now.advanced(by: .seconds(60)), passwordHash: passwordHash ?? "hash of \(account.nickname)",
        newPasswordHash: nil, ending: ending), limit: .none)
  }

  /// First bytes of the token hashes of an account's sessions.
  func openSessions(of account: Account) throws -> [UInt8] {
    try sessions.sessions(ofAccount: account.id, limit: .none).sessions.map { $0.tokenHash.bytes[0] }
  }
}
