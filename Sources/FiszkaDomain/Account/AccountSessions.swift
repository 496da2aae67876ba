/// The sessions of one account, and what those who have their tokens may do.
package struct AccountSessions: Hashable, Sendable {
  package let accountID: Int64
  package let role: AccountRole
  package let sessions: [SignInSession]

  package init(accountID: Int64, role: AccountRole, sessions: [SignInSession]) {
    self.accountID = accountID
    self.role = role
    self.sessions = sessions
  }
}
