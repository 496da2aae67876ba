import FiszkaAPI
import Foundation
import Synchronization
import TTRPC
import Testing

@Suite(.timeLimit(.minutes(5))) struct ShutdownWritesTests {
  private static let rounds = 6
  private static let clients = 4

  @Test func whatIsAnsweredWhileTheServerEndsIsThereWhenItStartsAgainAndNothingElse() async throws {
    let folder = try TemporaryFolder()
    var server = try await RunningServer.onSocket(in: folder)
    let person = try DataFile(in: server.data).addPerson("n0", "ola@example.com")
    var answers = Answers()
    var late = 0
    for round in 0..<Self.rounds {
      // Each round ends at another place: at the answer with this number, while other calls are under way.
      let notes = Notes(server.child, answers, last: 5 + round * 17 % 41)
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

  private func check(_ data: DataFile, _ answers: Answers, _ folder: TemporaryFolder) throws {
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
  private func writeUntilTheEnd(of server: RunningServer, _ person: Int64, _ notes: Notes) async throws -> [RPCError] {
    let renamed = notes.answers.renamed
    return try await withThrowingTaskGroup(of: RPCError.self) { group in
      for number in 0..<Self.clients {
        let client = try await server.connect()
        group.addTask { await Self.refusal { () throws(RPCError) in try await Self.importAndDiscard(client, notes) } }
        group.addTask {
          await Self.refusal { () throws(RPCError) in
            if number == 0 { try await Self.rename(person, from: renamed, client, notes) }
            if number == 1 { try await Self.export(person, client, notes) }
            try await Self.importAndDiscard(client, notes)
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  private static func refusal(of writing: () async throws(RPCError) -> Never) async -> RPCError {
    do throws(RPCError) { try await writing() } catch { return error }
  }

  private static func rename(
    _ person: Int64, from last: Int, _ client: ClientConnection, _ notes: Notes
  ) async throws(RPCError) -> Never {
    let users = UserServiceClient(client)
    var number = last
    while true {
      number += 1
      _ = try await users.updateUser(UpdateUserRequest(userID: person, nickname: "n\(number)"))
      notes.add { $0.renamed = number }
    }
  }

  private static func export(_ person: Int64, _ client: ClientConnection, _ notes: Notes) async throws(RPCError) -> Never {
    let privacy = PrivacyServiceClient(client)
    while true {
      let export = try await privacy.createUserDataExport(CreateUserDataExportRequest(userID: person)).export
      notes.add { $0.exported.insert(export?.id ?? 0) }
    }
  }

  /// Leaves every third import.
  private static func importAndDiscard(_ client: ClientConnection, _ notes: Notes) async throws(RPCError) -> Never {
    let imports = ImportServiceClient(client)
    while true {
      let id = try await imports.createImport(CreateImportRequest(filename: "a.csv", content: [97])).record?.id ?? 0
      notes.add { $0.created.insert(id) }
      if id % 3 == 0 { continue }
      _ = try await imports.discardImport(DiscardImportRequest(importID: id))
      notes.add { $0.discarded.insert(id) }
    }
  }
}

/// What the callers were told so far.
private struct Answers {
  var created: Set<Int64> = []
  var discarded: Set<Int64> = []
  var exported: Set<Int64> = []
  /// The last number that the nickname was given.
  var renamed = 0
}

/// Counts answers, and ends the server at the last one of a round.
private final class Notes: Sendable {
  private let state: Mutex<(answers: Answers, count: Int)>
  private let server: Child
  private let last: Int

  init(_ server: Child, _ answers: Answers, last: Int) {
    state = Mutex((answers, 0))
    self.server = server
    self.last = last
  }

  var answers: Answers { state.withLock { $0.answers } }

  /// Answers after the signal.
  var lateCount: Int { state.withLock { $0.count } - last }

  func add(_ change: (inout Answers) -> Void) {
    let isLast = state.withLock { state in
      change(&state.answers)
      state.count += 1
      return state.count == last
    }
    if isLast { server.send(SIGTERM) }
  }
}
