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
  /// Whether the call comes from where admins may do no more than learners; see `AdminNetworks`.
  package let isOutsideAdminNetwork: Bool

  package init(
    accountID: Int64, role: AccountRole, source: Source = .unixPeer, isOutsideAdminNetwork: Bool = false
  ) {
    self.accountID = accountID
    self.role = role
    self.source = source
    self.isOutsideAdminNetwork = isOutsideAdminNetwork
  }

  /// The same caller outside the admin network.
  package var outsideAdminNetwork: Caller {
    Caller(accountID: accountID, role: role, source: source, isOutsideAdminNetwork: true)
  }

  /// Whether this call may do what only admins may. Rules ask this, not the role.
  package var mayActAsAdmin: Bool { role == .admin && !isOutsideAdminNetwork }

  /// True when the caller may change what `ownerID` owns: the owner, and every admin in the admin network.
  package func mayChange(whatBelongsTo ownerID: Int64) -> Bool {
    mayActAsAdmin || accountID == ownerID
  }
}
