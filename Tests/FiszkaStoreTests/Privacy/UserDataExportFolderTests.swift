import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

struct UserDataExportFolderTests {
  private let harness: StoreHarness
  private let user: Int64
  private var exports: UserDataExportFolder { harness.exports }

  init() throws {
    harness = try StoreHarness()
    user = try harness.addPerson("Ola")
  }

  private func create() throws -> UserDataExport {
    try exports.create(of: user, requestedBy: 1, at: harness.now, audit: nil, limit: .none).export
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(harness.folder.path)/data/exports").sorted()
  }

  private func add(_ name: String, _ text: String = "x") throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(harness.folder.path)/data/exports/\(name)"))
  }

  @Test func anExportIsOfOneMomentWhateverIsWrittenMeanwhile() throws {
    let lesson = try harness.addLesson("Before", owner: user)
    let asked = Counter()
    // The snapshot begins with the first statement; each later question finds another lesson.
    let limit = WorkLimit.watching {
      if asked.next() == 4 { _ = try? self.harness.addLesson("During", owner: self.user) }
    }
    let many = try harness.committed(Sample.rows(20_000))
    try harness.run("UPDATE lessons SET owner_user_id = ?1 WHERE id = ?2", [.integer(user), .integer(many.result!.lessonID)])
    let (export, digest) = try exports.create(of: user, requestedBy: 1, at: harness.now, audit: nil, limit: limit)
    #expect(asked.next() > 5)
    let bytes = try exports.read(export, from: 0, count: Int(export.sizeBytes), limit: .none)
    var again = ForeignDigest()
    bytes.withUnsafeBytes { again.update($0) }
    #expect(digest == again.finish())
    let all = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let lessons = try #require(all["lessons"] as? [[String: Any]])
    #expect(lessons.contains { $0["id"] as? Int64 == lesson })
    #expect(try harness.number("SELECT count(*) FROM lessons WHERE title = 'During'") == 1)
    #expect(lessons.count == 3)
  }

  @Test func whatACrashLeavesIsRemovedAndTheRestIsKept() throws {
    let (whole, lost) = (try create(), try create())
    try harness.run(
      "INSERT INTO exports (requested_by, subject_user_id, period, format, status, created_at) VALUES (1, ?1, '', 'json', 'requested', 0)",
      [.integer(user)])
    try harness.run(
      "INSERT INTO exports (requested_by, period, format, status, created_at) VALUES (1, '', 'csv', 'requested', 0)")
    try FileManager.default.removeItem(atPath: "\(harness.folder.path)/data/exports/\(lost.id).json")
    for name in ["3.json.unfinished", "99.json", "\(whole.id).json.unfinished"] { try add(name) }
    for name in ["07.json", "7.csv", "report.json", "x"] { try add(name) }
    try exports.removeUnfinished(limit: .none)
    #expect(try files() == ["07.json", "\(whole.id).json", "7.csv", "report.json", "x"].sorted())
    #expect(try harness.number("SELECT count(*) FROM exports WHERE subject_user_id IS NOT NULL") == 1)
    #expect(try harness.number("SELECT count(*) FROM exports") == 2)
    #expect(try exports.find(whole.id, at: harness.now, limit: .none) == whole)
  }

  @Test func onlyExpiredExportsOfPersonsAreRemoved() throws {
    let old = try create()
    try harness.run(
      "INSERT INTO exports (requested_by, period, format, status, created_at) VALUES (1, '', 'csv', 'completed', 0)")
    harness.clock.advance(by: .seconds(1))
    let young = try create()
    let end = old.expiresAt
    #expect(try exports.removeExpired(at: end.advanced(by: .microseconds(-1)), limit: .none) == [])
    #expect(try exports.removeExpired(at: end, limit: .none) == [old.id])
    #expect(try files() == ["\(young.id).json"])
    #expect(throws: StoreError.notFound("export")) { try exports.find(old.id, at: harness.now, limit: .none) }
    #expect(try harness.number("SELECT count(*) FROM exports") == 2)
  }

  @Test func ofOnePersonTheNewestAreKept() throws {
    let other = try harness.addPerson("Jan")
    let theirs = try exports.create(of: other, requestedBy: 1, at: harness.now, audit: nil, limit: .none).export.id
    let ids = try (1...13).map { _ in try create().id }
    let kept = [theirs] + ids.suffix(10)
    #expect(try files() == kept.map { "\($0).json" }.sorted())
    for id in kept { _ = try exports.find(id, at: harness.now, limit: .none) }
    #expect(throws: StoreError.notFound("export")) { try exports.find(ids[2], at: harness.now, limit: .none) }
  }

  @Test func aDownloadOfARemovedExportHasNoEntry() throws {
    let export = try create()
    #expect(try exports.removeAll(of: user, limit: .none) == 1)
    let audit = AuditIntent(action: "privacy.read_export", actorID: 1)
    #expect(throws: StoreError.notFound("export")) { try exports.recordDownload(of: export, audit: audit, limit: .none) }
    #expect(!audit.isUsed)
    #expect(throws: StoreError.notFound("export")) { try exports.read(export, from: 0, count: 1, limit: .none) }
  }

  @Test func aStoredHistoryThatIsNoJSONIsDamageAndLeavesNothing() throws {
    try harness.run("UPDATE spaced_repetition SET history = '[1'")
    #expect(throws: StoreError.corrupt("column \(Self.historyColumn) holds a value that it cannot have")) { try create() }
    #expect(try files() == [] && harness.number("SELECT count(*) FROM exports") == 0)
  }

  private static let historyColumn = "CASE WHEN json_valid(review.history) THEN review.history END"

  /// On a disk of 1 MiB.
  @Test(.enabled(if: SmallDisk.canBeMade)) func aFullDiskLeavesNothing() throws {
    let disk = try SmallDisk()
    do {
      let harness = try StoreHarness(in: disk.folder)
      let user = try harness.addPerson("Ola")
      let folder = "\(harness.folder.path)/data"
      let free = try #require(
        FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int)
      try Data(count: free - 4_096).write(to: URL(fileURLWithPath: "\(folder)/filler"))
      #expect(throws: StoreError.full) {
        try harness.exports.create(of: user, requestedBy: 1, at: harness.now, audit: nil, limit: .none)
      }
      try FileManager.default.removeItem(atPath: "\(folder)/filler")
      try harness.exports.removeUnfinished(limit: .none)
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/exports") == [])
      #expect(try harness.number("SELECT count(*) FROM exports") == 0)
      try harness.store.close()
    }
  }
}
