import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct AuditKillTests {
  private static let rounds = 24
  private static let callers = 4

  @Test func howeverTheServerDiesEveryChangeHasItsEntryAndEveryEntryItsChange() async throws {
    let folder = try TemporaryFolder()
    var person: Int64 = 0
    var (answered, unanswered) = (0, 0)
    for round in 0..<Self.rounds {
      let server = try await RunningServer.onSocket(in: folder)
      if person == 0 { person = try DataFile(in: server.data).addPerson("n0", "ola@example.com") }
      let before = try DataFile(in: server.data).number("SELECT count(*) FROM audit_logs")
      // Each round ends at another place: at the answer with this number, while other calls are under way.
      let notes = WriterNotes(server.child, signal: SIGKILL, atAnswer: 3 + round * 7 % 41)
      await callUntilKilled(server, person: person, notes)
      let data = try DataFile(in: folder / "data")
      try check(data, notes.answers, folder)
      let entries = try data.number("SELECT count(*) FROM audit_logs") - before
      answered += notes.count
      unanswered += Int(entries) - notes.count
    }
    // Rounds in which nothing was cut off would show nothing.
    #expect(answered > 200 && unanswered > 0, "\(answered) answered, \(unanswered) made and not answered")
    // What the last death left of exports is gone after a start.
    let server = try await RunningServer.onSocket(in: folder)
    let data = try DataFile(in: server.data)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder / "data/exports")
    #expect(Set(files) == Set(try data.numbers("SELECT id FROM exports").map { "\($0).json" }))
    #expect(await server.stop() == 0)
  }

  private func check(_ data: DataFile, _ answers: WriterAnswers, _ folder: TemporaryFolder) throws {
    func entries(_ action: String) throws -> [Int64] {
      try data.numbers("SELECT target_id FROM audit_logs WHERE action = '\(action)' ORDER BY id")
    }
    let (created, discarded) = (try entries("import.create"), try entries("import.discard"))
    let imports = try data.numbers("SELECT id FROM imports")
    // One entry each: ids are never used twice.
    #expect(Set(created).count == created.count && Set(discarded).count == discarded.count)
    #expect(Set(imports) == Set(created).subtracting(discarded))
    #expect(try data.number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'imports'") == created.max() ?? 0)
    // The nickname counts its changes.
    let updates = try entries("account.update").count
    #expect(try data.texts("SELECT nickname FROM users WHERE id > 1") == ["n\(updates)"])
    #expect(answers.renamed <= updates)
    let exported = try entries("privacy.export")
    // The newest are kept.
    let kept = try data.numbers("SELECT id FROM exports WHERE status = 'completed' ORDER BY id")
    #expect(Set(kept).isSubset(of: exported) && Set(exported.suffix(10)).isSubset(of: kept))
    for id in kept { #expect(folder.has("data/exports/\(id).json")) }
    // What was acknowledged survived.
    #expect(answers.created.isSubset(of: created) && answers.discarded.isSubset(of: discarded))
    #expect(answers.exported.isSubset(of: exported))
  }

  /// Calls from several sides at once until the server is killed.
  private func callUntilKilled(_ server: RunningServer, person: Int64, _ notes: WriterNotes) async {
    let name = (try? DataFile(in: server.data).texts("SELECT nickname FROM users WHERE id > 1"))?.first ?? ""
    let renamed = Int(name.dropFirst()) ?? 0
    await withTaskGroup(of: Void.self) { group in
      for caller in 0..<Self.callers {
        group.addTask {
          do {
            let writer = Writer(client: try await server.connect(), notes: notes)
            if caller == 0 { try await writer.export(person) }
            if caller == 1 { try await writer.rename(person, from: renamed) }
            try await writer.importAndDiscard()
          } catch {
            // The connection is gone with the server.
          }
        }
      }
    }
    await server.kill()
  }
}
