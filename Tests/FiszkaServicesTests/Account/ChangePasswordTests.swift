import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct ChangePasswordTests {
  private static let new = "another password"

  private func request(_ account: Harness.Account, new: String = new) -> ChangePasswordRequest {
    ChangePasswordRequest(currentPassword: account.password, newPassword: new)
  }

  @Test func theOwnPasswordChangesAndOtherSessionsEnd() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let (own, other) = (try await h.session(ola), try await h.session(ola))
      #expect(try await h.auth.changePassword(request(ola), options: own).endedSessions == 1)
      _ = try await h.auth.getCaller(GetCallerRequest(), options: own)
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.auth.getCaller(GetCallerRequest(), options: other)
      }
      try await expectFailure(.unauthenticated, .signInRefused) { try await h.signIn(ola) }
      _ = try await h.auth.signIn(SignInRequest(email: ola.email, password: Self.new))
      let entry = try await h.audit.listAuditEntries(ListAuditEntriesRequest(pageSize: 1)).entries[0]
      #expect(entry.action == "account.change_password" && entry.actorUserID == ola.id && entry.fields == ["password"])
    }
  }

  @Test func aWrongPasswordChangesNothing() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let options = try await h.session(ola)
      try await expectFailure(.permissionDenied, .passwordWrong) {
        try await h.auth.changePassword(
          ChangePasswordRequest(currentPassword: "x", newPassword: Self.new), options: options)
      }
      _ = try await h.signIn(ola)
    }
  }

  @Test func wrongPasswordsCountAsAttempts() async throws {
    var options = Harness.Options()
    options.attempts = SlidingWindowLimiter(limit: 3)
    try await Harness.run(options) { h in
      let ola = try await h.addAccount()
      let options = try await h.session(ola)
      let wrong = ChangePasswordRequest(currentPassword: "x", newPassword: Self.new)
      for _ in 1...2 {
        try await expectFailure(.permissionDenied, .passwordWrong) {
          try await h.auth.changePassword(wrong, options: options)
        }
      }
      try await expectFailure(.resourceExhausted, .signInLimited) {
        try await h.auth.changePassword(request(ola), options: options)
      }
      try await expectFailure(.resourceExhausted, .signInLimited) { try await h.signIn(ola) }
    }
  }

  @Test func fieldsOutOfRangeAndTheSystemAreRefused() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let options = try await h.session(ola)
      try await expectInvalid("current_password", "new_password") {
        try await h.auth.changePassword(ChangePasswordRequest(), options: options)
      }
      try await expectInvalid("new_password") {
        try await h.auth.changePassword(request(ola, new: "123456789"), options: options)
      }
      let metadata = try await expectFailure(.failedPrecondition, .systemAccount) {
        try await h.auth.changePassword(request(ola))
      }
      #expect(metadata == ["user_id": "1"])
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.auth.changePassword(request(ola), options: .asNobody)
      }
    }
  }
}
