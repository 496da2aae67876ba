package import FiszkaDomain

/// What the use cases of accounts work with.
package struct AccountPorts: Sendable {
  let accounts: any AccountRepository
  let sessions: OpenSessions
  let hasher: any PasswordHasher
  let tokens: any TokenSource
  let attempts: any AttemptLimiter
  let accountAttempts: any AccountAttemptLimiter
  let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - attempts: by client address.
  ///   - accountAttempts: by account.
  ///   - now: the time, asked once per change.
  package init(
    accounts: any AccountRepository, sessions: OpenSessions, hasher: any PasswordHasher, tokens: any TokenSource,
    attempts: any AttemptLimiter, accountAttempts: any AccountAttemptLimiter, now: @escaping @Sendable () -> Instant
  ) {
    self.accounts = accounts
    self.sessions = sessions
    self.hasher = hasher
    self.tokens = tokens
    self.attempts = attempts
    self.accountAttempts = accountAttempts
    self.now = now
  }

  /// Counts an attempt at a password before anything is hashed.
  ///
  /// - Throws: `AccountFailure.limited`.
  func admit(_ email: EmailAddress, from origin: String) throws {
    let now = now()
    for verdict in [
      { attempts.admit(origin, at: now) }, { accountAttempts.admit(account: email.key.text, from: origin, at: now) },
    ] {
      if case .refused(let seconds) = verdict() { throw AccountFailure.limited(retryAfterSeconds: seconds) }
    }
  }

  /// Forgets the attempts at an account.
  func succeeded(_ email: EmailAddress, from origin: String) {
    accountAttempts.succeeded(account: email.key.text, from: origin, at: now())
  }
}
