/// On whose behalf a call acts.
package struct Caller: Hashable, Sendable {
  /// Account 1, made by the first migration: the machine's own operator. It cannot sign in and is not counted.
  package static let system = Caller(accountID: 1, role: .admin)

  /// Id of the account.
  package let accountID: Int64
  /// The account's role when the call began.
  package let role: AccountRole

  package init(accountID: Int64, role: AccountRole) {
    self.accountID = accountID
    self.role = role
  }

  /// True when the caller may change what `ownerID` owns: the owner and every admin.
  package func mayChange(whatBelongsTo ownerID: Int64) -> Bool {
    role == .admin || accountID == ownerID
  }
}
