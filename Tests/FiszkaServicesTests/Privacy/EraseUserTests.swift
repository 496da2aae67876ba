import FiszkaAPI
import FiszkaDomain
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct EraseUserTests {
  private func erase(_ h: Harness, _ user: Int64, options: CallOptions = .init()) async throws -> EraseUserResponse {
    try await h.privacy.eraseUser(.init(userID: user), options: options)
  }

  private func entries(_ h: Harness) throws -> [String] {
    try h.texts(
      """
      SELECT actor_user_id || ' ' || target_table || ' ' || target_id || ' ' || details FROM audit_logs
      WHERE action = 'privacy.erase'
      """)
  }

  /// A person whose address and nickname are in every place that a person can bring them to.
  private func everywhere(_ h: Harness) async throws -> Harness.Person {
    let person = try h.addPerson()
    for name in [person.email, person.nickname] {
      let file = Array("\(name);ja\n".utf8)
      let open = CreateImportRequest(filename: "\(name).csv", target: .newLesson("L"), content: file)
      let staged = try await h.imports.createImport(open, options: person.options).record!.id
      _ = try await h.imports.finishImportUpload(.of(staged, file), options: person.options)
      _ = try await h.imports.createImport(open, options: person.options)
      let words = CreateImportRequest(filename: "\(name).csv", target: .newLesson("L"), content: Array("dog;pies\n".utf8))
      let committed = try await h.imports.createImport(words, options: person.options).record!.id
      _ = try await h.imports.finishImportUpload(.of(committed, words.content), options: person.options)
      _ = try await h.commit(committed, options: person.options)
      try h.study(person, answer: "my name is \(name)")
      try h.execute("DELETE FROM spaced_repetition")
    }
    _ = try await h.privacy.createUserDataExport(.init(userID: person.id), options: person.options)
    return person
  }

  @Test func nothingOfThePersonIsLeftInAnyFile() async throws {
    try await Harness.run { h in
      let person = try await everywhere(h)
      #expect(try !h.files(holding: person.traces).isEmpty)
      let answer = try await erase(h, person.id)
      #expect(answer == EraseUserResponse(endedSessions: 1, removedExports: 1, removedImports: 4))
      #expect(try h.files(holding: person.traces) == [])
      #expect(try h.rawFiles == [] && FileManager.default.contentsOfDirectory(atPath: "\(h.folder)/exports") == [])
      #expect(h.revoked.all == [person.id])
    }
  }

  @Test func whatWasLearnedStaysWithoutThePerson() async throws {
    try await Harness.run { h in
      let person = try await everywhere(h)
      let other = try h.addPerson("Other")
      let theirs = try await h.staged("cat;kot\n", options: other.options)
      try h.study(other, answer: "kept")
      _ = try await erase(h, person.id)
      #expect(try h.number("SELECT count(*) FROM lessons WHERE owner_user_id = \(person.id) AND NOT is_deleted") == 2)
      #expect(try h.texts("SELECT DISTINCT english FROM lesson_items") == ["dog"])
      #expect(
        try h.texts("SELECT status || '<' || filename || '>' FROM imports WHERE uploaded_by = \(person.id)")
          == ["committed<>", "committed<>"])
      #expect(try h.number("SELECT count(*) FROM sessions WHERE user_id = \(person.id)") == 2)
      #expect(try h.texts("SELECT user_answer FROM session_answers") == ["", "", "kept"])
      #expect(try await h.rows(theirs).count == 1)
      #expect(try h.texts("SELECT nickname FROM users WHERE id = \(other.id)") == [other.nickname])
      #expect(try h.number("SELECT count(*) FROM auth_tokens WHERE user_id = \(other.id)") == 1)
    }
  }

  @Test func theAccountIsClosedAndTheEntryNamesIdsOnly() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      _ = try await erase(h, person.id)
      let account = try h.texts(
        """
        SELECT '<' || email || email_key || nickname || nickname_key || coalesce(password_hash, '') || '>'
        FROM users WHERE id = \(person.id) AND deleted_at IS NOT NULL AND erased_at >= deleted_at
        """)
      #expect(account == ["<>"])
      #expect(try entries(h) == ["1 users \(person.id) email,nickname,password,sessions"])
    }
  }

  @Test func aDeletedAccountIsErasedToo() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      try h.execute("UPDATE users SET deleted_at = 77 WHERE id = \(person.id)")
      _ = try await erase(h, person.id)
      #expect(try h.number("SELECT deleted_at FROM users WHERE id = \(person.id)") == 77)
      #expect(try h.files(holding: person.traces) == [])
    }
  }

  @Test func againIsASuccessWithoutAnEntry() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      _ = try await erase(h, person.id)
      #expect(try await erase(h, person.id) == EraseUserResponse())
      #expect(try entries(h).count == 1)
    }
  }

  @Test func twoAtOnceEraseOnceAndBothSucceed() async throws {
    try await Harness.run { h in
      let person = try await everywhere(h)
      async let first = erase(h, person.id)
      async let second = erase(h, person.id)
      let answers = try await [first, second]
      #expect(Set(answers.map(\.endedSessions)) == [0, 1])
      #expect(try entries(h).count == 1)
      #expect(try h.files(holding: person.traces) == [])
    }
  }

  @Test func whoCannotBeErasedIsNot() async throws {
    try await Harness.run { h in
      try await expectInvalid("user_id") { try await erase(h, 0) }
      try await expectInvalid("user_id") { try await erase(h, -5) }
      let missing = try await expectFailure(.notFound, .userNotFound) { try await erase(h, 99) }
      #expect(missing == ["user_id": "99"])
      let system = try await expectFailure(.failedPrecondition, .systemAccount) { try await erase(h, 1) }
      #expect(system == ["user_id": "1"])
      let admin = try h.addPerson("Admin", role: "admin")
      let last = try await expectFailure(.failedPrecondition, .lastAdmin) { try await erase(h, admin.id) }
      #expect(last == ["user_id": "\(admin.id)"])
      #expect(try h.texts("SELECT nickname FROM users WHERE id = \(admin.id)") == [admin.nickname])
      let learner = try h.addPerson()
      try await expectFailure(.permissionDenied, .adminRequired) { try await erase(h, learner.id, options: learner.options) }
      try await expectFailure(.unauthenticated, .credentialsMissing) { try await erase(h, learner.id, options: .asNobody) }
      #expect(try entries(h).isEmpty)
    }
  }

  @Test func anAdminIsErasedWhenAnotherIsThereOrWhenItIsDeleted() async throws {
    try await Harness.run { h in
      let (first, second) = (try h.addPerson("A", role: "admin"), try h.addPerson("B", role: "admin"))
      try h.execute("UPDATE users SET deleted_at = 1 WHERE id = \(first.id)")
      _ = try await erase(h, first.id)
      try await expectFailure(.failedPrecondition, .lastAdmin) { try await erase(h, second.id) }
      _ = try h.addPerson("C", role: "admin")
      _ = try await erase(h, second.id)
      #expect(try entries(h).count == 2)
    }
  }

  @Test func olderBackupsThatHoldThePersonAreNamed() async throws {
    try await Harness.run { h in
      _ = try await h.operations.createBackup(CreateBackupRequest(name: "before.db"))
      let person = try h.addPerson()
      _ = try await h.operations.createBackup(CreateBackupRequest(name: "with.db"))
      try Data("no database".utf8).write(to: URL(fileURLWithPath: "\(h.folder)/backups/broken.db"))
      let answer = try await erase(h, person.id)
      #expect(Set(answer.olderBackups) == ["with.db", "broken.db"])
      _ = try await h.operations.createBackup(CreateBackupRequest(name: "after.db"))
      #expect(Set(try await erase(h, person.id).olderBackups) == ["with.db", "broken.db"])
      _ = try await h.operations.deleteBackup(DeleteBackupRequest(name: "with.db"))
      #expect(try await erase(h, person.id).olderBackups == ["broken.db"])
      #expect(try h.files(holding: person.traces) == [])
    }
  }
}
