import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct ReadUserDataExportTests {
  /// An export of a person with some 3 MiB of words.
  private func large(_ h: Harness, _ person: Harness.Person) async throws -> FiszkaAPI.UserDataExport {
    let list = (0..<20_000).map { "word \($0);słowo \($0);An example with word \($0).\n" }.joined()
    _ = try await h.commit(try await h.staged(list, options: person.options), options: person.options)
    return try await small(h, person)
  }

  private func small(_ h: Harness, _ person: Harness.Person) async throws -> FiszkaAPI.UserDataExport {
    try await #require(h.privacy.createUserDataExport(.init(userID: person.id), options: person.options).export)
  }

  private func downloads(_ h: Harness) throws -> Int64 {
    try h.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.read_export' AND target_table = 'exports'")
  }

  @Test func thePiecesMakeTheFileAndTheirFirstIsAudited() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let export = try await large(h, person)
      #expect(export.sizeBytes > 2 << 20)
      var bytes: [UInt8] = []
      while true {
        let piece = try await h.privacy.readUserDataExport(
          .init(exportID: export.id, offset: Int64(bytes.count)), options: person.options)
        #expect(piece.sizeBytes == export.sizeBytes && piece.data.count <= 1 << 20)
        if piece.data.isEmpty { break }
        bytes += piece.data
      }
      #expect(SHA256.digest(bytes) == export.sha256)
      #expect(try downloads(h) == 1)
      #expect(
        try h.texts("SELECT actor_user_id || ' ' || target_id FROM audit_logs WHERE action = 'privacy.read_export'")
          == ["\(person.id) \(export.id)"])
      _ = try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: 0, length: 1))
      #expect(try downloads(h) == 2)
    }
  }

  @Test func aPieceIsAsLongAsAskedUpToAMebibyte() async throws {
    try await Harness.run { h in
      let export = try await large(h, h.addPerson())
      for (length, expected) in [(1, 1), (1_000, 1_000), (0, 1 << 20), (5 << 20, 1 << 20)] as [(Int32, Int)] {
        let piece = try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: 7, length: length))
        #expect(piece.data.count == expected)
      }
      let end = try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: export.sizeBytes - 3))
      #expect(end.data == Array("]}\n".utf8))
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("export_id", "offset", "length") {
        try await h.privacy.readUserDataExport(.init(exportID: 0, offset: -1, length: -1))
      }
      let export = try await small(h, h.addPerson())
      let beyond = try await expectFailure(.outOfRange, .exportOffsetBeyondEnd) {
        try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: export.sizeBytes + 1))
      }
      #expect(beyond == ["size_bytes": "\(export.sizeBytes)"])
      let far = try await expectFailure(.outOfRange, .exportOffsetBeyondEnd) {
        try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: .max))
      }
      #expect(far == beyond)
      #expect(try downloads(h) == 0)
    }
  }

  @Test func whatIsNotThereOrExpiredIsNotFound() async throws {
    try await Harness.run { h in
      let missing = try await expectFailure(.notFound, .exportNotFound) {
        try await h.privacy.readUserDataExport(.init(exportID: 99))
      }
      #expect(missing == ["export_id": "99"])
      let export = try await small(h, h.addPerson())
      h.clock.advance(by: .seconds(30 * 86_400 - 60))
      _ = try await h.privacy.readUserDataExport(.init(exportID: export.id))
      h.clock.advance(by: .seconds(60))
      for offset in [Int64(0), 1] {
        try await expectFailure(.notFound, .exportNotFound) {
          try await h.privacy.readUserDataExport(.init(exportID: export.id, offset: offset))
        }
      }
      #expect(try downloads(h) == 1)
    }
  }

  @Test func reportsAboutSeveralPeopleAreNotReadHere() async throws {
    try await Harness.run { h in
      try h.execute(
        """
        INSERT INTO exports (requested_by, period, format, status, file_path, size_bytes, created_at)
        VALUES (1, '2026-W01', 'csv', 'completed', 'exports/1.csv', 1, 1700000000000000)
        """)
      try await expectFailure(.notFound, .exportNotFound) { try await h.privacy.readUserDataExport(.init(exportID: 1)) }
    }
  }

  @Test func othersExportsAreDenied() async throws {
    try await Harness.run { h in
      let other = try h.addPerson("Other")
      let export = try await small(h, h.addPerson())
      for id in [export.id, 99] {
        let denied = try await expectFailure(.permissionDenied, .notOwner) {
          try await h.privacy.readUserDataExport(.init(exportID: id), options: other.options)
        }
        #expect(denied == ["resource": "export", "id": "\(id)"])
      }
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.privacy.readUserDataExport(.init(exportID: export.id), options: .asNobody)
      }
      #expect(try downloads(h) == 0)
    }
  }

  @Test func aFileThatIsNotWhatWasWrittenIsDamage() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let (short, lost) = (try await small(h, person), try await small(h, person))
      try Data("x".utf8).write(to: URL(fileURLWithPath: "\(h.folder)/exports/\(short.id).json"))
      try FileManager.default.removeItem(atPath: "\(h.folder)/exports/\(lost.id).json")
      for id in [short.id, lost.id] {
        try await expectFailure(.dataLoss, .storageCorrupt) { try await h.privacy.readUserDataExport(.init(exportID: id)) }
      }
    }
  }
}
