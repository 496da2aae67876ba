import CommonProto
import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct CreateUserDataExportTests {
  private func create(_ h: Harness, _ user: Int64, options: CallOptions = .init()) async throws -> FiszkaAPI.UserDataExport {
    try await #require(h.privacy.createUserDataExport(.init(userID: user), options: options).export)
  }

  private func file(_ h: Harness, _ id: Int64) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(h.folder)/exports/\(id).json"))
  }

  @Test func aPersonGetsEverythingThatIsStored() async throws {
    try await Harness.run { h in
      let person = try h.addPerson("Ż\"\\ó\u{1}")
      let words = "dog;pies\n\"say \"\"hi\"\"\nthere\";powiedz\n"
      let id = try await h.staged(words, target: .newLesson("Zwierzęta \"\\"), options: person.options)
      _ = try await h.commit(id, options: person.options)
      _ = try await h.create("cat;kot\n", options: person.options)
      try h.study(person, answer: "psa")
      let export = try await create(h, person.id, options: person.options)
      let bytes = try file(h, export.id)
      #expect(export.sizeBytes == Int64(bytes.count) && export.sha256 == SHA256.digest(Array(bytes)))
      #expect(export.userID == person.id)
      let made = try #require(export.createdAt)
      #expect(try #require(export.expiresAt).seconds - made.seconds == 30 * 86_400)

      let all = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
      #expect(all["format"] as? String == "fiszka.user-data")
      let account = try #require(all["account"] as? [String: Any])
      #expect(account["email"] as? String == person.email && account["nickname"] as? String == person.nickname)
      #expect(account["created_at"] as? String == "1970-01-01T00:00:00.000000Z" && account["deleted_at"] is NSNull)
      let lesson = try #require((all["lessons"] as? [[String: Any]])?.first)
      #expect(lesson["title"] as? String == "Zwierzęta \"\\")
      let items = try #require(lesson["items"] as? [[String: Any]])
      #expect(items.map { $0["english"] as? String } == ["dog", "say \"hi\"\nthere"])
      let imports = try #require(all["imports"] as? [[String: Any]])
      #expect(imports.map { $0["status"] as? String } == ["committed", "uploaded"])
      #expect(imports[0]["filename"] as? String == "words.csv")
      let session = try #require((all["sessions"] as? [[String: Any]])?.first)
      #expect(session["finished_at"] as? String == "1970-01-01T00:00:02.500000Z" && session["score"] as? Double == 0.5)
      let answer = try #require((session["answers"] as? [[String: Any]])?.first)
      #expect(answer["user_answer"] as? String == "psa" && answer["polish"] as? String == "powiedz")
      let review = try #require((all["reviews"] as? [[String: Any]])?.first)
      #expect(review["interval_days"] as? Double == 1.5 && (review["history"] as? [[String: Int]])?.first == ["at": 1])
      let entries = try #require(all["audit_entries"] as? [[String: Any]])
      #expect(entries.map { $0["action"] as? String } == ["import.create", "import.commit", "import.create"])
      #expect(entries[0]["fields"] as? [String] == ["filename", "target"])
    }
  }

  @Test func nothingOfOthersIsInIt() async throws {
    try await Harness.run { h in
      let (person, other) = (try h.addPerson(), try h.addPerson("Other"))
      let id = try await h.staged("secretword;tajne\n", options: other.options)
      _ = try await h.commit(id, options: other.options)
      let export = try await create(h, person.id)
      let text = String(decoding: try file(h, export.id), as: UTF8.self)
      #expect(!text.contains("secretword") && !text.contains(other.email) && text.contains(person.email))
    }
  }

  @Test func theExportIsAuditedAndItsFileIsTheOwnersOnly() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let export = try await create(h, person.id)
      #expect(
        try h.texts(
          "SELECT actor_user_id || ' ' || action || ' ' || target_table || ' ' || target_id || ' ' || details FROM audit_logs")
          == ["1 privacy.export exports \(export.id) "])
      #expect(
        try h.texts("SELECT status || ' ' || format || ' ' || file_path || ' ' || requested_by FROM exports")
          == ["completed json exports/\(export.id).json 1"])
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(h.folder)/exports/\(export.id).json")
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func whatIsNoPersonIsRefused() async throws {
    try await Harness.run { h in
      for id in [Int64(1), 0, -1, .min] { try await expectInvalid("user_id") { try await create(h, id) } }
      let missing = try await expectFailure(.notFound, .userNotFound) { try await create(h, 99) }
      #expect(missing == ["user_id": "99"])
      let person = try h.addPerson()
      try h.execute("UPDATE users SET deleted_at = 1 WHERE id = \(person.id)")
      #expect(try await create(h, person.id).userID == person.id)
      _ = try h.addPerson("Admin", role: "admin")
      _ = try await h.privacy.eraseUser(.init(userID: person.id))
      try await expectFailure(.notFound, .userNotFound) { try await create(h, person.id) }
      #expect(try h.number("SELECT count(*) FROM exports") == 0)
    }
  }

  @Test func othersDataAreDenied() async throws {
    try await Harness.run { h in
      let (person, other) = (try h.addPerson(), try h.addPerson("Other"))
      for id in [person.id, 99] {
        let denied = try await expectFailure(.permissionDenied, .notOwner) { try await create(h, id, options: other.options) }
        #expect(denied == ["resource": "user", "id": "\(id)"])
      }
      try await expectFailure(.unauthenticated, .credentialsMissing) { try await create(h, person.id, options: .asNobody) }
    }
  }

  @Test func aCallThatIsGivenUpLeavesNothing() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let list = (0..<20_000).map { "word \($0);słowo\n" }.joined()
      _ = try await h.commit(try await h.staged(list, options: person.options), options: person.options)
      for questions in [0, 1, 2, 3, 5, 10, 20, 40] {
        let limit = WorkLimit.stopping(after: questions)
        let audit = AuditIntent(action: "privacy.export", actorID: 1)
        do {
          _ = try h.privacyPorts.exports.create(
            of: person.id, requestedBy: 1, at: h.clock.now(), audit: audit, limit: limit)
          #expect(audit.isUsed)
        } catch StoreError.interrupted(.deadlineExceeded) {
          #expect(!audit.isUsed)
          #expect(try FileManager.default.contentsOfDirectory(atPath: "\(h.folder)/exports") == [])
          #expect(try h.number("SELECT count(*) FROM exports") == 0)
        }
      }
      #expect(
        try h.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.export'")
          == h.number("SELECT count(*) FROM exports"))
    }
  }
}
