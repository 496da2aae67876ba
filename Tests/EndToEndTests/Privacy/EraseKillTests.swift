import FiszkaAPI
import Foundation
import TTRPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct EraseKillTests {
  /// When the server dies.
  enum Moment: CaseIterable {
    case accountBlank, exportsGone, importsGoing, importsGone, rewriting

    func hasCome(_ data: DataFile, _ folder: TemporaryFolder, person: Int64, rows: Int64) throws -> Bool {
      switch self {
      case .accountBlank:
        try data.number("SELECT count(*) FROM users WHERE id = \(person) AND nickname = ''") == 1
      case .exportsGone:
        try data.number("SELECT count(*) FROM exports") == 0
      case .importsGoing:
        try data.number("SELECT count(*) FROM import_rows") < rows
      case .importsGone:
        try data.number("SELECT count(*) FROM imports") == 0
      case .rewriting:
        try data.number("SELECT count(*) FROM imports") == 0 && Self.logBytes(folder) > 3 << 20
      }
    }

    private static func logBytes(_ folder: TemporaryFolder) throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder / "data/fiszka.db-wal")
      return attributes[.size] as? Int ?? 0
    }
  }

  @Test(arguments: Moment.allCases) func anErasureThatDiesIsFinishedByTheNextStart(_ moment: Moment) async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let data = try DataFile(in: server.data)
    let (nickname, email) = ("Traceable Żółw", "someone@traceable.example")
    let person = try data.addPerson(nickname, email)
    let client = try await server.connect()
    try await fill(client, data, person, "\(nickname);\(email);\(nickname)\n")
    let rows = try data.number("SELECT count(*) FROM import_rows")
    // No erasure ends while somebody reads an older state: it is under way whenever the server dies.
    let reader = try DataFile(in: server.data)
    try reader.keepState()
    let erasure = Task { try await PrivacyServiceClient(client).eraseUser(EraseUserRequest(userID: person)) }
    while try !moment.hasCome(data, folder, person: person, rows: rows), !Task.isCancelled { await Task.yield() }
    await server.kill()
    try reader.leaveState()
    #expect(await erasure.result.isFailure)
    #expect(try data.number("SELECT count(*) FROM users WHERE erased_at IS NOT NULL") == 0)
    #expect(try data.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.erase'") == 1)

    let second = try await RunningServer.onSocket(in: folder)
    #expect(await second.log.first(containing: "erasures that had broken off were finished") != nil)
    let again = try await PrivacyServiceClient(try await second.connect()).eraseUser(EraseUserRequest(userID: person))
    #expect(again == EraseUserResponse())
    // Also while the server runs, with its log and shared memory.
    #expect(try folder.files(in: "data", holding: [nickname, email]) == [])
    #expect(try data.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.erase'") == 1)
    #expect(try data.number("SELECT count(*) FROM users WHERE id = \(person) AND erased_at IS NOT NULL") == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder / "data/exports") == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder / "data/imports") == [])
    #expect(try data.texts("PRAGMA integrity_check") == ["ok"])
    #expect(await second.stop() == 0)
  }

  /// Gives the person two exports and an open import of 30,000 rows, so that an erasure takes a while; and the server as many words
  /// of another's.
  private func fill(_ client: ClientConnection, _ data: DataFile, _ person: Int64, _ row: String) async throws {
    let imports = ImportServiceClient(client)
    for isTheirs in [true, false] {
      let line = isTheirs ? row : "word;słowo;example\n"
      let file = Array((0..<30_000).map { "\($0) \(line)" }.joined().utf8)
      let id = try await imports.createImport(CreateImportRequest(filename: "a.csv")).record?.id ?? 0
      for start in stride(from: 0, to: file.count, by: 1 << 20) {
        let chunk = Array(file[start..<min(start + 1 << 20, file.count)])
        _ = try await imports.uploadImportChunk(UploadImportChunkRequest(importID: id, offset: Int64(start), data: chunk))
      }
      let digest = try await Self.digest(of: file)
      _ = try await imports.finishImportUpload(
        FinishImportUploadRequest(importID: id, sizeBytes: Int64(file.count), sha256: digest))
      if isTheirs {
        try data.give(import: id, to: person)
      } else {
        _ = try await imports.commitImport(
          CommitImportRequest(importID: id, target: ImportTarget(target: .newLessonTitle("Words"))))
        // Only theirs are left to count.
        try data.run("DELETE FROM lesson_items WHERE id > 20000; UPDATE lesson_items SET import_id = NULL")
        try data.run("DELETE FROM import_rows WHERE import_id = \(id); DELETE FROM imports WHERE id = \(id)")
      }
    }
    for _ in 1...2 {
      _ = try await PrivacyServiceClient(client).createUserDataExport(CreateUserDataExportRequest(userID: person))
    }
  }

  private static func digest(of bytes: [UInt8]) async throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try Data(bytes).write(to: URL(filePath: folder / "file"))
    let tool = Process()
    tool.executableURL = URL(filePath: "/usr/bin/sha256sum")
    tool.arguments = [folder / "file"]
    let output = Pipe()
    tool.standardOutput = output
    try tool.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    tool.waitUntilExit()
    return stride(from: 0, to: 64, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
  }
}

extension Result {
  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
