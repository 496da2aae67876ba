import Synchronization

/// The open sessions in memory, so that finding out who calls never waits for a disk.
///
/// A copy of what a `SessionRepository` holds, account by account: after each change of an account there, whoever made it
/// takes a ticket, reads the account's sessions, and installs them. What was read with an older ticket never replaces what
/// came with a newer one, so that the table is right whichever thread is faster. Every call takes microseconds, from any thread.
package final class SessionTable: SessionRevoker {
  /// Numbers readings of the repository in the order in which they began.
  package struct Ticket: Comparable, Sendable {
    fileprivate let number: UInt64

    package static func < (left: Ticket, right: Ticket) -> Bool { left.number < right.number }
  }

  /// What a token opens.
  package struct Found: Hashable, Sendable {
    package let caller: Caller
    package let sessionID: Int64
  }

  private struct Entry {
    let session: SignInSession
    var lastUsedAt: Instant
    var writtenUse: Instant
  }

  private struct State {
    var nextTicket: UInt64 = 1
    /// Of accounts that had sessions since the start.
    var installed: [Int64: Ticket] = [:]
    var roles: [Int64: AccountRole] = [:]
    var hashes: [Int64: [TokenHash]] = [:]
    var entries: [TokenHash: Entry] = [:]

    mutating func takeTicket() -> Ticket {
      defer { nextTicket += 1 }
      return Ticket(number: nextTicket)
    }

    /// What was known of the account's sessions.
    mutating func remove(_ account: Int64) -> [TokenHash: Entry] {
      roles[account] = nil
      var removed: [TokenHash: Entry] = [:]
      for hash in hashes.removeValue(forKey: account) ?? [] { removed[hash] = entries.removeValue(forKey: hash) }
      return removed
    }
  }

  private let rules: SessionRules
  private let state = Mutex(State())

  package init(rules: SessionRules) {
    self.rules = rules
  }

  /// How many sessions it holds, the expired too until they are removed.
  package var count: Int { state.withLock { $0.entries.count } }

  /// Whom a token opens the door for; notes that it was used.
  package func find(_ hash: TokenHash, at now: Instant) -> Found? {
    state.withLock { state in
      guard let entry = state.entries[hash], let role = state.roles[entry.session.accountID] else { return nil }
      guard rules.isOpen(lastUsedAt: entry.lastUsedAt, expiresAt: entry.session.expiresAt, at: now) else { return nil }
      if now > entry.lastUsedAt { state.entries[hash]?.lastUsedAt = now }
      return Found(
        caller: Caller(accountID: entry.session.accountID, role: role, source: .token), sessionID: entry.session.id)
    }
  }

  /// To be taken after the change was committed, and before the sessions are read.
  package func takeTicket() -> Ticket {
    state.withLock { $0.takeTicket() }
  }

  /// Replaces what is known of an account, unless something newer is installed.
  package func install(_ sessions: AccountSessions, read ticket: Ticket) {
    state.withLock { state in
      if let newer = state.installed[sessions.accountID], newer > ticket { return }
      let before = state.remove(sessions.accountID)
      state.installed[sessions.accountID] = ticket
      if sessions.sessions.isEmpty { return }
      state.roles[sessions.accountID] = sessions.role
      state.hashes[sessions.accountID] = sessions.sessions.map(\.tokenHash)
      for session in sessions.sessions {
        let known = before[session.tokenHash]?.lastUsedAt ?? session.lastUsedAt
        state.entries[session.tokenHash] = Entry(
          session: session, lastUsedAt: max(known, session.lastUsedAt), writtenUse: session.lastUsedAt)
      }
    }
  }

  package func revokeSessions(ofAccount id: Int64) {
    state.withLock { state in
      _ = state.remove(id)
      state.installed[id] = state.takeTicket()
    }
  }

  /// Sessions of an account that must end so that it has no more than `most`: those not used for longest.
  package func surplus(ofAccount id: Int64, beyond most: Int) -> [Int64] {
    let entries = state.withLock { state in (state.hashes[id] ?? []).compactMap { state.entries[$0] } }
    guard entries.count > most else { return [] }
    return entries.sorted { $0.lastUsedAt < $1.lastUsedAt }.prefix(entries.count - most).map(\.session.id)
  }

  /// Uses that are not written down yet.
  package func unwrittenUses() -> [SessionUse] {
    state.withLock { state in
      state.entries.values.filter { $0.lastUsedAt > $0.writtenUse }
        .map { SessionUse(sessionID: $0.session.id, at: $0.lastUsedAt) }
    }
  }

  /// Notes that these uses were written down.
  package func markWritten(_ uses: [SessionUse]) {
    let times = Dictionary(uses.map { ($0.sessionID, $0.at) }) { max($0, $1) }
    state.withLock { state in
      for (hash, entry) in state.entries {
        if let time = times[entry.session.id] { state.entries[hash]?.writtenUse = max(entry.writtenUse, time) }
      }
    }
  }

  /// Sessions that have ended by themselves, with their accounts.
  package func expired(at now: Instant) -> [(sessionID: Int64, accountID: Int64)] {
    state.withLock { state in
      state.entries.values.filter {
        !rules.isOpen(lastUsedAt: $0.lastUsedAt, expiresAt: $0.session.expiresAt, at: now)
      }.map { ($0.session.id, $0.session.accountID) }
    }
  }
}
