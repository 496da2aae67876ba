import FiszkaAPI
import Synchronization
import TTRPC

/// A caller who changes records without a pause, until a call fails.
struct Writer {
  let client: ClientConnection
  let notes: WriterNotes

  /// Gives the person the nicknames "n1", "n2" and so on after "n\(last)".
  func rename(_ person: Int64, from last: Int) async throws(RPCError) -> Never {
    let users = UserServiceClient(client)
    var number = last
    while true {
      number += 1
      _ = try await users.updateUser(UpdateUserRequest(userID: person, nickname: "n\(number)"))
      notes.add { $0.renamed = number }
    }
  }

  func export(_ person: Int64) async throws(RPCError) -> Never {
    let privacy = PrivacyServiceClient(client)
    while true {
      let export = try await privacy.createUserDataExport(CreateUserDataExportRequest(userID: person)).export
      notes.add { $0.exported.insert(export?.id ?? 0) }
    }
  }

  /// Leaves every third import.
  func importAndDiscard() async throws(RPCError) -> Never {
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

/// What writers were told so far.
struct WriterAnswers {
  var created: Set<Int64> = []
  var discarded: Set<Int64> = []
  var exported: Set<Int64> = []
  /// The last number that the nickname was given.
  var renamed = 0
}

/// Keeps the answers of all writers, and sends the server a signal at one of them.
final class WriterNotes: Sendable {
  private let state: Mutex<(answers: WriterAnswers, count: Int)>
  private let server: Child
  private let signal: CInt
  private let last: Int

  /// - Parameters:
  ///   - answers: Those of earlier servers on the same data.
  ///   - last: The number, from 1, of this server's answer at which the signal is sent.
  init(_ server: Child, answers: WriterAnswers = WriterAnswers(), signal: CInt, atAnswer last: Int) {
    state = Mutex((answers, 0))
    self.server = server
    self.signal = signal
    self.last = last
  }

  var answers: WriterAnswers { state.withLock { $0.answers } }

  /// Answers of this server.
  var count: Int { state.withLock { $0.count } }

  /// Of these, how many came after the signal.
  var lateCount: Int { count - last }

  func add(_ change: (inout WriterAnswers) -> Void) {
    let isLast = state.withLock { state in
      change(&state.answers)
      state.count += 1
      return state.count == last
    }
    if isLast { server.send(signal) }
  }
}
