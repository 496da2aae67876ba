import Foundation
import TTRPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShutdownWritesTests {
  private static let rounds = 6
  private static let clients = 4

  @Test func whatIsAnsweredWhileTheServerEndsIsThereWhenItStartsAgainAndNothingElse() async throws {
    let folder = try TemporaryFolder()
    var server = try await RunningServer.onSocket(in: folder)
    let person = try DataFile(in: server.data).addPerson("n0", "ola@example.com")
    var answers = WriterAnswers()
    var late = 0
    for round in 0..<Self.rounds {
      // Each round ends at another place: at the answer with this number, while other calls are under way.
      let notes = WriterNotes(server.child, answers: answers, signal: SIGTERM, atAnswer: 5 + round * 17 % 41)
      let refusals = try await writeUntilTheEnd(of: server, person, notes)
      #expect(refusals.allSatisfy { $0.code == .unavailable }, "\(refusals)")
      #expect(await server.child.exitCode.value == 0)
      #expect(!folder.has("s"))
      answers = notes.answers
      late += notes.lateCount
      server = try await RunningServer.onSocket(in: folder)
      try check(DataFile(in: server.data), answers, folder)
    }
    // Rounds in which the server had nothing left to answer would show nothing.
    #expect(late > Self.rounds)
    #expect(await server.stop() == 0)
  }

  private func check(_ data: DataFile, _ answers: WriterAnswers, _ folder: TemporaryFolder) throws {
    func entries(_ action: String) throws -> [Int64] {
      try data.numbers("SELECT target_id FROM audit_logs WHERE action = '\(action)' ORDER BY target_id")
    }
    // What a call that was refused did not do, it left no trace of either.
    #expect(try entries("import.create") == answers.created.sorted())
    #expect(try entries("import.discard") == answers.discarded.sorted())
    #expect(try entries("privacy.export") == answers.exported.sorted())
    let imports = answers.created.subtracting(answers.discarded).sorted()
    #expect(try data.numbers("SELECT id FROM imports ORDER BY id") == imports)
    #expect(try data.texts("SELECT nickname FROM users WHERE id > 1") == ["n\(answers.renamed)"])
    // The newest are kept.
    let exports = answers.exported.sorted().suffix(10)
    #expect(try data.numbers("SELECT id FROM exports WHERE status = 'completed' ORDER BY id") == Array(exports))
    let files = try ["imports", "exports"].map { try FileManager.default.contentsOfDirectory(atPath: folder / "data/\($0)") }
    #expect(Set(files[0]) == Set(imports.map { "\($0)" }) && Set(files[1]) == Set(exports.map { "\($0).json" }))
  }

  /// Writes from several sides at once, two calls on each connection, until the server takes no more; how it refused each side.
  private func writeUntilTheEnd(of server: RunningServer, _ person: Int64, _ notes: WriterNotes) async throws -> [RPCError] {
    let renamed = notes.answers.renamed
    return try await withThrowingTaskGroup(of: RPCError.self) { group in
      for number in 0..<Self.clients {
        let writer = Writer(client: try await server.connect(), notes: notes)
        group.addTask { await Self.refusal { () throws(RPCError) in try await writer.importAndDiscard() } }
        group.addTask {
          await Self.refusal { () throws(RPCError) in
            if number == 0 { try await writer.rename(person, from: renamed) }
            if number == 1 { try await writer.export(person) }
            try await writer.importAndDiscard()
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private static func refusal(of writing: () async throws(RPCError) -> Never) async -> RPCError {
    do throws(RPCError) { try await writing() } catch { return error }
  }
}
