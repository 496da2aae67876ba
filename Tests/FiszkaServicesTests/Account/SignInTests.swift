import CommonProto
import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct SignInTests {
  @Test func addressAndPasswordOpenASession() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount("ola", role: .admin)
      let opened = try await h.auth.signIn(SignInRequest(email: " OLA@example.ORG", password: ola.password))
      #expect(opened.token.utf8.count == 43 && opened.user?.id == ola.id && opened.user?.role == .admin)
      #expect(opened.idleTimeoutSeconds == 14 * 86_400)
      let left = try #require(opened.expiresAt).seconds - h.clock.now().microseconds / 1_000_000
      #expect((90 * 86_400 - 1...90 * 86_400).contains(left))
      let caller = try await h.auth.getCaller(GetCallerRequest(), options: .bearing(opened.token))
      #expect(caller.user == opened.user && caller.source == .token && caller.inAdminNetwork)
    }
  }

  @Test func everythingElseIsRefusedInTheSameWords() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let gone = try await h.addAccount("gone")
      _ = try await h.users.deleteUser(DeleteUserRequest(userID: gone.id))
      var messages: Set<String> = []
      for request in [
        SignInRequest(email: ola.email, password: "the password of ola "), SignInRequest(email: ola.email, password: "x"),
        SignInRequest(email: "nobody@example.org", password: ola.password),
        SignInRequest(email: gone.email, password: gone.password),
      ] {
        let error = await #expect(throws: RPCError.self) { try await h.auth.signIn(request) }
        messages.insert(error?.message ?? "")
        try await expectFailure(.unauthenticated, .signInRefused) { try await h.auth.signIn(request) }
      }
      #expect(messages.count == 1)
      #expect(try h.number("SELECT count(*) FROM auth_tokens") == 0)
    }
  }

  @Test func fieldsOutOfRangeAreRefusedBeforeAnythingIsHashed() async throws {
    var options = Harness.Options()
    let hasher = Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 64, parallelism: 1))
    options.hasher = hasher
    try await Harness.run(options) { h in
      try await expectInvalid("email", "password") { try await h.auth.signIn(SignInRequest()) }
      try await expectInvalid("email") { try await h.auth.signIn(SignInRequest(email: "ola", password: "x")) }
      let long = String(repeating: "x", count: 1_025)
      try await expectInvalid("email", "password") {
        try await h.auth.signIn(SignInRequest(email: long + "@x", password: long))
      }
      #expect(hasher.hashCount == 0)
    }
  }

  @Test func theEleventhAttemptIsRefusedBeforeItIsHashed() async throws {
    var options = Harness.Options()
    let hasher = Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 64, parallelism: 1))
    options.hasher = hasher
    options.attempts = SlidingWindowLimiter()
    try await Harness.run(options) { h in
      let ola = try await h.addAccount()
      let before = hasher.hashCount
      for number in 1...10 {
        try await expectFailure(.unauthenticated, .signInRefused) {
          try await h.auth.signIn(SignInRequest(email: "nobody\(number)@example.org", password: "x"))
        }
      }
      #expect(hasher.hashCount == before + 10)
      let error = await #expect(throws: RPCError.self) { try await h.signIn(ola) }
      #expect(error?.code == .resourceExhausted)
      #expect(try error?.detail(ErrorInfo.self)?.reason == "SIGN_IN_LIMITED")
      let wait = try #require(try error?.detail(RetryInfo.self)?.retryDelay)
      #expect((1...60).contains(wait.seconds))
      #expect(hasher.hashCount == before + 10)
      h.clock.advance(by: .seconds(wait.seconds))
      _ = try await h.signIn(ola)
    }
  }

  @Test func manyAttemptsAtOneAccountAreSlowedAndNeverLocked() async throws {
    var options = Harness.Options()
    options.accountAttempts = GrowingPauseLimiter(free: 3)
    try await Harness.run(options) { h in
      let ola = try await h.addAccount()
      let wrong = SignInRequest(email: ola.email, password: "x")
      for _ in 1...3 { try await expectFailure(.unauthenticated, .signInRefused) { try await h.auth.signIn(wrong) } }
      try await expectFailure(.resourceExhausted, .signInLimited) { try await h.signIn(ola) }
      // Nobody has this one, and it is slowed like the other.
      let unknown = SignInRequest(email: "nobody@example.org", password: "x")
      for _ in 1...3 { try await expectFailure(.unauthenticated, .signInRefused) { try await h.auth.signIn(unknown) } }
      try await expectFailure(.resourceExhausted, .signInLimited) { try await h.auth.signIn(unknown) }
      h.clock.advance(by: .seconds(2))
      _ = try await h.signIn(ola)
      try await expectFailure(.unauthenticated, .signInRefused) { try await h.auth.signIn(wrong) }
    }
  }

  @Test func anOldHashIsMadeAnewWithThePresentParameters() async throws {
    var options = Harness.Options()
    options.hasher = Argon2Hasher(Argon2Parameters(time: 2, memoryKiB: 64, parallelism: 1))
    try await Harness.run(options) { h in
      let ola = try await h.addAccount()
      let password = try #require(Password(ola.password))
      let old = try Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 128, parallelism: 1)).hash(password)
      try h.execute("UPDATE users SET password_hash = '\(old)' WHERE id = \(ola.id)")
      try await expectFailure(.unauthenticated, .signInRefused) {
        try await h.auth.signIn(SignInRequest(email: ola.email, password: "x"))
      }
      #expect(try h.texts("SELECT password_hash FROM users WHERE id = \(ola.id)") == [old])
      let options = try await h.session(ola)
      _ = try await h.auth.getCaller(GetCallerRequest(), options: options)
      let new = try h.texts("SELECT password_hash FROM users WHERE id = \(ola.id)")[0]
      #expect(new.hasPrefix("$argon2id$v=19$m=64,t=2,p=1$"))
      _ = try await h.signIn(ola)
      #expect(try h.texts("SELECT password_hash FROM users WHERE id = \(ola.id)") == [new])
    }
  }

  @Test func onlyTheHashOfATokenIsKept() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let token = try await h.signIn(ola).token
      let bytes = SHA256.digest(Array(token.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined().uppercased()
      #expect(try h.texts("SELECT hex(token_hash) FROM auth_tokens") == [bytes])
      try h.emptyLog()
      #expect(try h.files(holding: [token, ola.password]).isEmpty)
    }
  }

  @Test func oneSessionTooManyEndsTheOneThatWasNotUsedForLongest() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      var tokens: [String] = []
      for _ in 1...SessionRules.mostPerAccount { tokens.append(try await h.signIn(ola).token) }
      _ = try await h.auth.getCaller(GetCallerRequest(), options: .bearing(tokens[0]))
      tokens.append(try await h.signIn(ola).token)
      #expect(h.sessions.table.count == SessionRules.mostPerAccount)
      #expect(try h.number("SELECT count(*) FROM auth_tokens") == Int64(SessionRules.mostPerAccount))
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.auth.getCaller(GetCallerRequest(), options: .bearing(tokens[1]))
      }
      for index in [0, 2, tokens.count - 1] {
        _ = try await h.auth.getCaller(GetCallerRequest(), options: .bearing(tokens[index]))
      }
    }
  }

  @Test func aDamagedHashIsDataLossAndWithoutMemoryNothingIsSaid() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      try h.execute("UPDATE users SET password_hash = 'nonsense' WHERE id = \(ola.id)")
      try await expectFailure(.dataLoss, .storageCorrupt) { try await h.signIn(ola) }
    }
    var options = Harness.Options()
    options.hasher = Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 1 << 31, parallelism: 1))
    try await Harness.run(options) { h in
      let error = await #expect(throws: RPCError.self) {
        try await h.auth.signIn(SignInRequest(email: "nobody@example.org", password: "x"))
      }
      #expect(error?.code == .resourceExhausted)
    }
  }
}
