import FiszkaDomain
import FiszkaSecurity
import FiszkaServices
import FiszkaStore
import Glibc
import Logging

/// What accounts consist of in the daemon.
struct AccountComposition {
  let ports: AccountPorts
  let callers: CallerInterceptor
  let hasher: Argon2Hasher
  let sessions: OpenSessions
  let upkeep: SessionUpkeep

  /// Reads the open sessions.
  init(_ store: Store, _ settings: AccountSettings, _ logger: Logger) throws(StartFailure) {
    hasher = Argon2Hasher(settings.hashing)
    sessions = OpenSessions(SQLiteSessionRepository(store), rules: settings.sessions)
    do throws(StoreError) {
      try sessions.load(limit: .none)
    } catch {
      throw StartFailure("The open sessions cannot be read: \(error).")
    }
    upkeep = SessionUpkeep(sessions, now: Composition.now) { error in
      logger.warning("uses of sessions could not be written down", metadata: ["error": "\(error)"])
    }
    let tokens = RandomTokenSource()
    ports = AccountPorts(
      accounts: SQLiteAccountRepository(store), sessions: sessions, hasher: hasher, tokens: tokens,
      attempts: SlidingWindowLimiter(), accountAttempts: GrowingPauseLimiter(), now: Composition.now)
    callers = CallerInterceptor(
      ownUserID: settings.knowsUnixPeers ? geteuid() : nil, listed: settings.listed, sessions: sessions.table, tokens: tokens,
      now: Composition.now)
  }
}
