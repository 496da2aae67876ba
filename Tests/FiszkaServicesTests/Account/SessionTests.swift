import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct SessionTests {
  private func expectEnded(
    _ h: Harness, _ options: CallOptions, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await expectFailure(.unauthenticated, .credentialsInvalid, sourceLocation: sourceLocation) {
      try await h.auth.getCaller(GetCallerRequest(), options: options)
    }
  }

  @Test func signingOutEndsThisSessionOnly() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let (first, second) = (try await h.session(ola), try await h.session(ola))
      _ = try await h.auth.signOut(SignOutRequest(), options: first)
      try await expectEnded(h, first)
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.auth.signOut(SignOutRequest(), options: first)
      }
      _ = try await h.auth.getCaller(GetCallerRequest(), options: second)
    }
  }

  @Test func withoutATokenThereIsNothingToEnd() async throws {
    try await Harness.run { h in
      try await expectFailure(.failedPrecondition, .tokenMissing) { try await h.auth.signOut(SignOutRequest()) }
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.auth.signOut(SignOutRequest(), options: .asNobody)
      }
    }
  }

  @Test func aBadTokenIsRefusedWhateverIsCalled() async throws {
    try await Harness.run { h in
      let bad = CallOptions.bearing(RandomTokenSource().makeToken().text)
      let ola = try await h.addAccount()
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.health.check(HealthCheckRequest(), options: bad)
      }
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.auth.signIn(SignInRequest(email: ola.email, password: ola.password), options: bad)
      }
    }
  }

  @Test func withoutCallsASessionEndsAndWithCallsItGoesOnUntilItsTime() async throws {
    var options = Harness.Options()
    options.sessions = SessionRules(idle: .seconds(100), longest: .seconds(250))
    try await Harness.run(options) { h in
      let ola = try await h.addAccount()
      let (used, unused) = (try await h.session(ola), try await h.session(ola))
      for _ in 1...2 {
        h.clock.advance(by: .seconds(90))
        _ = try await h.auth.getCaller(GetCallerRequest(), options: used)
      }
      try await expectEnded(h, unused)
      h.clock.advance(by: .seconds(80))
      try await expectEnded(h, used)
      #expect(try h.sessions.writeUses(at: h.clock.now(), limit: .none) == 2)
      #expect(try h.number("SELECT count(*) FROM auth_tokens") == 0 && h.sessions.table.count == 0)
    }
  }

  @Test func usesAreWrittenInBatchesAndSessionsOutliveTheProcess() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let token = try await h.signIn(ola).token
      let opened = try h.number("SELECT last_used_at FROM auth_tokens")
      h.clock.advance(by: .seconds(3_600))
      _ = try await h.auth.getCaller(GetCallerRequest(), options: .bearing(token))
      #expect(try h.number("SELECT last_used_at FROM auth_tokens") == opened)
      let upkeep = SessionUpkeep(h.sessions, now: { h.clock.now() }, onFailure: { _ in })
      upkeep.start()
      upkeep.stop()
      #expect(try h.number("SELECT last_used_at FROM auth_tokens") > opened + 3_599_000_000)
      let later = OpenSessions(SQLiteSessionRepository(h.store))
      try later.load(limit: .none)
      let hash = try #require(RandomTokenSource().hash(ofToken: token))
      #expect(later.table.find(hash, at: h.clock.now())?.caller.accountID == ola.id)
      #expect(later.table.unwrittenUses().map(\.sessionID) == [1])
    }
  }

  @Test func theUpkeepWritesByItselfAndTellsFailures() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      _ = try await h.auth.getCaller(GetCallerRequest(), options: try await h.session(ola))
      try h.execute("ALTER TABLE auth_tokens RENAME TO elsewhere")
      let failures = AsyncStream<StoreError>.makeStream()
      let upkeep = SessionUpkeep(h.sessions, pause: .milliseconds(1), now: { h.clock.now() }) { failures.continuation.yield($0) }
      upkeep.start()
      var found = failures.stream.makeAsyncIterator()
      #expect(await found.next() != nil)
      try h.execute("ALTER TABLE elsewhere RENAME TO auth_tokens")
      upkeep.stop()
      #expect(h.sessions.table.unwrittenUses().isEmpty)
    }
  }

  @Test func aNewRoleCountsFromTheNextCallOn() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount("ola", role: .admin)
      _ = try await h.addAccount("mama", role: .admin)
      let options = try await h.session(ola)
      _ = try await h.users.listUsers(ListUsersRequest(), options: options)
      _ = try await h.users.updateUser(UpdateUserRequest(userID: ola.id, role: .user))
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.users.listUsers(ListUsersRequest(), options: options)
      }
      #expect(try await h.auth.getCaller(GetCallerRequest(), options: options).user?.role == .user)
    }
  }

  @Test func aDeletedOrErasedAccountHasNoSessions() async throws {
    try await Harness.run { h in
      for name in ["ola", "ala"] {
        let account = try await h.addAccount(name)
        let options = try await h.session(account)
        if name == "ola" {
          _ = try await h.users.deleteUser(DeleteUserRequest(userID: account.id))
        } else {
          _ = try await h.privacy.eraseUser(EraseUserRequest(userID: account.id))
        }
        try await expectEnded(h, options)
        try await expectFailure(.unauthenticated, .signInRefused) { try await h.signIn(account) }
      }
    }
  }

  @Test func whenTheChangedAccountCannotBeReadNoneOfItsSessionsIsValid() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let options = try await h.session(ola)
      try h.execute("UPDATE auth_tokens SET token_hash = x'00'")
      try await expectFailure(.dataLoss, .storageCorrupt) {
        try await h.users.updateUser(UpdateUserRequest(userID: ola.id, role: .admin))
      }
      try await expectEnded(h, options)
    }
  }
}
