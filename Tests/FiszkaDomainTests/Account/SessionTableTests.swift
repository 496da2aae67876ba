import Testing

@testable import FiszkaDomain

struct SessionTableTests {
  private let table = SessionTable(rules: SessionRules(idle: .seconds(100), longest: .seconds(1_000)))

  private func time(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }
  private func hash(_ number: UInt8) -> TokenHash { TokenHash([UInt8](repeating: number, count: 32))! }

  private func session(_ id: Int64, of account: Int64 = 7, used: Int64 = 0, expires: Int64 = 1_000) -> SignInSession {
    SignInSession(
      id: id, accountID: account, tokenHash: hash(UInt8(id)), lastUsedAt: time(used), expiresAt: time(expires))
  }

  private func sessions(_ sessions: [SignInSession], role: AccountRole = .user) -> AccountSessions {
    AccountSessions(accountID: sessions.first?.accountID ?? 7, role: role, sessions: sessions)
  }

  @Test func aTokenOpensForItsAccountWithItsRole() {
    table.install(sessions([session(1)], role: .admin), read: table.takeTicket())
    let found = table.find(hash(1), at: time(1))
    #expect(found == SessionTable.Found(caller: Caller(accountID: 7, role: .admin, source: .token), sessionID: 1))
    #expect(table.find(hash(2), at: time(1)) == nil)
  }

  @Test func withoutUseItEndsAndWithUseItGoesOn() {
    table.install(sessions([session(1), session(2)]), read: table.takeTicket())
    #expect(table.find(hash(1), at: time(99)) != nil)
    #expect(table.find(hash(1), at: time(198)) != nil)
    #expect(table.find(hash(2), at: time(100)) == nil)
    #expect(table.expired(at: time(198)).map(\.sessionID) == [2])
  }

  @Test func inAnyCaseItEndsAtItsTime() {
    table.install(sessions([session(1, used: 950)]), read: table.takeTicket())
    #expect(table.find(hash(1), at: time(999)) != nil)
    #expect(table.find(hash(1), at: time(1_000)) == nil)
  }

  @Test func aClockThatWasSetBackEndsNothing() {
    table.install(sessions([session(1, used: 50)]), read: table.takeTicket())
    #expect(table.find(hash(1), at: time(10)) != nil)
    #expect(table.unwrittenUses().isEmpty)
  }

  @Test func whatWasReadBeforeNeverReplacesWhatWasReadLater() {
    let older = table.takeTicket()
    let newer = table.takeTicket()
    table.install(sessions([session(2)], role: .user), read: newer)
    table.install(sessions([session(1)], role: .admin), read: older)
    #expect(table.find(hash(1), at: time(1)) == nil)
    #expect(table.find(hash(2), at: time(1))?.caller.role == .user)
  }

  @Test func whatWasReadBeforeARevocationIsRevokedToo() {
    let ticket = table.takeTicket()
    table.revokeSessions(ofAccount: 7)
    table.install(sessions([session(1)]), read: ticket)
    #expect(table.find(hash(1), at: time(1)) == nil)
    table.install(sessions([session(2)]), read: table.takeTicket())
    #expect(table.find(hash(2), at: time(1)) != nil)
  }

  @Test func anAccountDoesNotTouchAnother() {
    table.install(sessions([session(1, of: 7)]), read: table.takeTicket())
    table.install(sessions([session(2, of: 8)]), read: table.takeTicket())
    table.revokeSessions(ofAccount: 7)
    #expect(table.find(hash(1), at: time(1)) == nil && table.find(hash(2), at: time(1)) != nil)
    table.install(AccountSessions(accountID: 8, role: .user, sessions: []), read: table.takeTicket())
    #expect(table.count == 0)
  }

  @Test func usesAreToldUntilTheyAreWritten() {
    table.install(sessions([session(1), session(2)]), read: table.takeTicket())
    #expect(table.unwrittenUses().isEmpty)
    _ = table.find(hash(1), at: time(5))
    let uses = table.unwrittenUses()
    #expect(uses == [SessionUse(sessionID: 1, at: time(5))])
    _ = table.find(hash(1), at: time(6))
    table.markWritten(uses)
    #expect(table.unwrittenUses() == [SessionUse(sessionID: 1, at: time(6))])
    // Reading the account anew does not forget it.
    table.install(sessions([session(1), session(2)]), read: table.takeTicket())
    #expect(table.unwrittenUses() == [SessionUse(sessionID: 1, at: time(6))])
  }

  @Test func theSurplusIsWhatWasNotUsedForLongest() {
    table.install(sessions((1...5).map { session($0, used: 10 - $0) }), read: table.takeTicket())
    #expect(table.surplus(ofAccount: 7, beyond: 5).isEmpty)
    #expect(table.surplus(ofAccount: 7, beyond: 3) == [5, 4])
    _ = table.find(hash(5), at: time(50))
    #expect(table.surplus(ofAccount: 7, beyond: 3) == [4, 3])
    #expect(table.surplus(ofAccount: 8, beyond: 0).isEmpty)
  }
}
