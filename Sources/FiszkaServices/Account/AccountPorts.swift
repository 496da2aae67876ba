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
  /// - Parameters:
  ///   - email: key of the address that the attempt is about, whether anybody has it or not.
  ///   - origin: where it comes from.
  /// - Throws: `AccountFailure.limited`.
  func admit(_ email: TextKey, from origin: String) throws {
    let now = now()
    if case .refused(let seconds) = attempts.admit(origin, at: now) {
      throw AccountFailure.limited(retryAfterSeconds: seconds)
    }
    if case .refused(let seconds) = accountAttempts.admit(account: email.text, from: origin, at: now) {
      throw AccountFailure.limited(retryAfterSeconds: seconds)
    }
  }

  /// Forgets the attempts at an account.
  func succeeded(_ email: TextKey, from origin: String) {
    accountAttempts.succeeded(account: email.text, from: origin, at: now())
  }
}
