/// On whose behalf a call acts.
package struct Caller: Hashable, Sendable {
  /// How a caller was known.
  package enum Source: Hashable, Sendable {
    /// By a valid token in the call's metadata.
    case token
    /// By the user id at the other end of a Unix socket.
    case unixPeer
  }

  /// Account 1, made by the first migration: the machine's own operator. It cannot sign in and is not counted.
  package static let system = Caller(accountID: 1, role: .admin, source: .unixPeer)

  /// Id of the account.
  package let accountID: Int64
  /// The role that the call has, which for a listed user of the machine may differ from the account's.
  package let role: AccountRole
  /// How the caller was known.
  package let source: Source

  package init(accountID: Int64, role: AccountRole, source: Source = .unixPeer) {
    self.accountID = accountID
    self.role = role
    self.source = source
  }

  /// True when the caller may change what `ownerID` owns: the owner and every admin.
  package func mayChange(whatBelongsTo ownerID: Int64) -> Bool {
    role == .admin || accountID == ownerID
  }
}
