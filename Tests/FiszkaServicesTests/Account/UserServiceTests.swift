import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct UserServiceTests {
  private static let password = "correct horse battery"

  private func request(
    _ email: String = "ola@example.org", _ nickname: String = "Ola", role: Role = .user, password: String = password
  ) -> CreateUserRequest {
    CreateUserRequest(email: email, nickname: nickname, role: role, password: password)
  }

  private func lastEntry(_ h: Harness) async throws -> FiszkaAPI.AuditEntry {
    try await h.audit.listAuditEntries(ListAuditEntriesRequest(pageSize: 1)).entries[0]
  }

  @Test func anAccountIsMadeShownAndAudited() async throws {
    try await Harness.run { h in
      let made = try await h.users.createUser(request(" Łola@Example.org ", "  Łola "))
      let user = try #require(made.user)
      #expect(user.id == 2 && user.email == "Łola@Example.org" && user.nickname == "Łola" && user.role == .user)
      #expect(user.createdAt != nil && user.deletedAt == nil && made.warning.isEmpty)
      #expect(try await h.users.getUser(GetUserRequest(userID: 2)).user == user)
      let entry = try await lastEntry(h)
      #expect(entry.action == "account.create" && entry.actorUserID == 1 && entry.targetID == 2)
      #expect(entry.fields == ["email", "nickname", "role", "password"])
    }
  }

  @Test func noTwoAccountsHaveOneAddress() async throws {
    try await Harness.run { h in
      let first = try await h.users.createUser(request()).user!
      try await expectFailure(.alreadyExists, .emailTaken) { try await h.users.createUser(request("OLA@EXAMPLE.ORG")) }
      let second = try await h.users.createUser(request("ala@example.org")).user!
      try await expectFailure(.alreadyExists, .emailTaken) {
        try await h.users.updateUser(UpdateUserRequest(userID: second.id, email: "Ola@example.org"))
      }
      #expect(try h.number("SELECT count(*) FROM audit_logs") == 2)
      _ = try await h.users.deleteUser(DeleteUserRequest(userID: first.id))
      _ = try await h.users.updateUser(UpdateUserRequest(userID: second.id, email: "Ola@example.org"))
    }
  }

  @Test func beyondTwentyAccountsTheAnswerWarns() async throws {
    try await Harness.run { h in
      for number in 1...20 {
        let warning = try await h.users.createUser(request("a\(number)@x")).warning
        #expect(warning.isEmpty)
      }
      let warning = try await h.users.createUser(request("one@more")).warning
      #expect(warning.contains("21"))
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("email", "nickname", "role", "password") {
        try await h.users.createUser(CreateUserRequest())
      }
      try await expectInvalid("email", "nickname", "role", "password") {
        try await h.users.createUser(request("ola", "a\nb", role: .unrecognized(7), password: "123456789"))
      }
      try await expectInvalid("user_id") { try await h.users.getUser(GetUserRequest()) }
      try await expectInvalid("user_id", "email", "nickname", "role") {
        try await h.users.updateUser(UpdateUserRequest(userID: -1, email: "", nickname: "", role: .unrecognized(7)))
      }
      try await expectInvalid("user_id") { try await h.users.deleteUser(DeleteUserRequest()) }
      try await expectInvalid("user_id", "new_password") { try await h.users.resetPassword(ResetPasswordRequest()) }
      try await expectInvalid("search", "role") {
        try await h.users.listUsers(
          ListUsersRequest(search: String(repeating: "x", count: 256), role: .unrecognized(3)))
      }
      try await expectInvalid("page_size") { try await h.users.listUsers(ListUsersRequest(pageSize: -1)) }
      #expect(try h.number("SELECT count(*) FROM users") == 1)
    }
  }

  @Test func listsArePagedAndFiltered() async throws {
    try await Harness.run { h in
      for name in ["ola", "ala", "żaneta"] { _ = try await h.users.createUser(request("\(name)@example.org", name)) }
      _ = try await h.users.createUser(request("mama@example.org", "Mama", role: .admin))
      func names(_ request: ListUsersRequest) async throws -> [String] {
        try await h.users.listUsers(request).users.map(\.nickname)
      }
      #expect(try await names(ListUsersRequest()) == ["ola", "ala", "żaneta", "Mama"])
      #expect(try await names(ListUsersRequest(role: .admin)) == ["Mama"])
      #expect(try await names(ListUsersRequest(search: "  ŻANETA ")) == ["żaneta"])
      #expect(try await names(ListUsersRequest(search: "%")).isEmpty)
      _ = try await h.users.deleteUser(DeleteUserRequest(userID: 3))
      #expect(try await names(ListUsersRequest()) == ["ola", "żaneta", "Mama"])
      #expect(try await names(ListUsersRequest(includeDeleted: true)) == ["ola", "ala", "żaneta", "Mama"])
      let page = try await h.users.listUsers(ListUsersRequest(pageSize: 2))
      #expect(page.users.count == 2)
      let rest = try await h.users.listUsers(ListUsersRequest(pageSize: 2, pageToken: page.nextPageToken))
      #expect(rest.users.map(\.nickname) == ["Mama"] && rest.nextPageToken.isEmpty)
      try await expectFailure(.invalidArgument, .pageTokenInvalid) {
        try await h.users.listUsers(ListUsersRequest(pageToken: page.nextPageToken, role: .user))
      }
    }
  }

  @Test func aChangeIsAuditedByTheNamesOfItsFieldsAndARepetitionIsNot() async throws {
    try await Harness.run { h in
      let id = try await h.users.createUser(request()).user!.id
      let change = UpdateUserRequest(userID: id, nickname: "Olka", role: .admin)
      let user = try await h.users.updateUser(change).user
      #expect(user?.nickname == "Olka" && user?.role == .admin && user?.email == "ola@example.org")
      let entry = try await lastEntry(h)
      #expect(entry.action == "account.update" && entry.targetID == id && entry.fields == ["nickname", "role"])
      #expect(try await h.users.updateUser(change).user == user)
      #expect(try await h.users.updateUser(UpdateUserRequest(userID: id)).user == user)
      #expect(try await lastEntry(h) == entry)
    }
  }

  @Test func theLastAdminCannotBeRemovedOrDemoted() async throws {
    try await Harness.run { h in
      let mama = try await h.users.createUser(request("mama@x", "Mama", role: .admin)).user!.id
      for attempt in [
        { _ = try await h.users.updateUser(UpdateUserRequest(userID: mama, role: .user)) },
        { _ = try await h.users.deleteUser(DeleteUserRequest(userID: mama)) },
      ] {
        let metadata = try await expectFailure(.failedPrecondition, .lastAdmin, attempt)
        #expect(metadata == ["user_id": "\(mama)"])
      }
      _ = try await h.users.createUser(request("tata@x", "Tata", role: .admin))
      _ = try await h.users.deleteUser(DeleteUserRequest(userID: mama))
      #expect(try await h.users.getUser(GetUserRequest(userID: mama)).user?.deletedAt != nil)
    }
  }

  @Test func theSystemsAccountIsNobodysToChange() async throws {
    try await Harness.run { h in
      #expect(try await h.users.getUser(GetUserRequest(userID: 1)).user?.nickname == "system")
      try await expectFailure(.failedPrecondition, .systemAccount) {
        try await h.users.updateUser(UpdateUserRequest(userID: 1, nickname: "x"))
      }
      try await expectFailure(.failedPrecondition, .systemAccount) {
        try await h.users.deleteUser(DeleteUserRequest(userID: 1))
      }
      try await expectFailure(.failedPrecondition, .systemAccount) {
        try await h.users.resetPassword(ResetPasswordRequest(userID: 1, newPassword: Self.password))
      }
    }
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    try await Harness.run { h in
      let gone = try await h.users.createUser(request()).user!.id
      _ = try await h.users.deleteUser(DeleteUserRequest(userID: gone))
      for id in [gone, 99] {
        for attempt in [
          { _ = try await h.users.updateUser(UpdateUserRequest(userID: id, nickname: "x")) },
          { _ = try await h.users.deleteUser(DeleteUserRequest(userID: id)) },
          { _ = try await h.users.resetPassword(ResetPasswordRequest(userID: id, newPassword: Self.password)) },
        ] {
          #expect(try await expectFailure(.notFound, .userNotFound, attempt) == ["user_id": "\(id)"])
        }
      }
      try await expectFailure(.notFound, .userNotFound) { try await h.users.getUser(GetUserRequest(userID: 99)) }
    }
  }

  @Test func aResetEndsEverySessionAndCountsThem() async throws {
    try await Harness.run { h in
      let ola = try await h.addAccount()
      let sessions = [try await h.session(ola), try await h.session(ola)]
      let reset = ResetPasswordRequest(userID: ola.id, newPassword: Self.password)
      #expect(try await h.users.resetPassword(reset).endedSessions == 2)
      for options in sessions {
        try await expectFailure(.unauthenticated, .credentialsInvalid) {
          try await h.auth.getCaller(GetCallerRequest(), options: options)
        }
      }
      try await expectFailure(.unauthenticated, .signInRefused) { try await h.signIn(ola) }
      _ = try await h.auth.signIn(SignInRequest(email: ola.email, password: Self.password))
      #expect(try await lastEntry(h).action == "account.reset_password")
    }
  }

  @Test func onlyAdminsManageAccounts() async throws {
    try await Harness.run { h in
      let ola = try await h.session(try await h.addAccount())
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.users.createUser(request("x@x"), options: ola)
      }
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.users.getUser(GetUserRequest(userID: 2), options: ola)
      }
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.users.listUsers(ListUsersRequest(), options: .asNobody)
      }
    }
  }
}
