import FiszkaAPI
import FiszkaDomain
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct BrokenErasureTests {
  private func erase(_ h: Harness, _ user: Int64) async throws -> EraseUserResponse {
    try await h.privacy.eraseUser(.init(userID: user))
  }

  @Test func aRunningImportIsWaitedForAndThenGone() async throws {
    let gate = GatedFiles.Gate()
    try await Harness.run(.init(files: { GatedFiles(files: $0, gate: gate) })) { h in
      let person = try h.addPerson()
      let file = Array("\(person.nickname);ja\n".utf8)
      let id = try await h.create(file, options: person.options)
      async let reading = h.imports.finishImportUpload(.of(id, file), options: person.options)
      await gate.waitUntilReached()
      async let erasure = erase(h, person.id)
      // The account is blank before the erasure waits for the import.
      while try h.number("SELECT count(*) FROM users WHERE id = \(person.id) AND nickname <> ''") != 0, !Task.isCancelled {
        await Task.yield()
      }
      // Twice: the import has lost its name meanwhile, so the call looks at it and its file again.
      gate.open()
      gate.open()
      #expect(try await reading.record?.totalRows == 1)
      #expect(try await erasure.removedImports == 1)
      #expect(try h.rawFiles == [] && h.number("SELECT count(*) FROM import_rows") == 0)
      #expect(try h.files(holding: person.traces) == [])
    }
  }

  @Test func aClosedAccountMakesNoImportEvenInACallThatHadBegun() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      _ = try await erase(h, person.id)
      // The call acts for the account as one does that was let pass before.
      try await expectFailure(.unauthenticated, .credentialsInvalid) {
        try await h.create("dog;pies\n", options: person.options)
      }
      #expect(try h.rawFiles == [] && h.number("SELECT count(*) FROM imports") == 0)
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE action = 'import.create'") == 0)
    }
  }

  @Test func anExportDuringAnErasureIsRefusedOrItsFileGoes() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      for _ in 0..<20 {
        try h.execute(
          """
          UPDATE users SET nickname = '\(person.nickname)', erased_at = NULL, deleted_at = NULL WHERE id = \(person.id)
          """)
        async let erasure = erase(h, person.id)
        async let export = Result.of { try await h.privacy.createUserDataExport(.init(userID: person.id)) }
        _ = try await erasure
        if case .failure(let error) = await export { #expect((error as? RPCError)?.code == .notFound) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(h.folder)/exports") == [])
        #expect(try h.files(holding: [person.nickname]) == [])
      }
    }
  }

  @Test func anErasureThatFindsNoRoomIsFinishedByTheNext() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      h.refusesRewrites.set(true)
      let failure = try await expectFailure(.resourceExhausted, .storageFull) { try await erase(h, person.id) }
      #expect(failure == ["user_id": "\(person.id)"])
      #expect(try h.texts("SELECT nickname FROM users WHERE id = \(person.id)") == [""])
      #expect(try h.number("SELECT count(*) FROM users WHERE erased_at IS NOT NULL") == 0)
      h.refusesRewrites.set(false)
      _ = try await erase(h, person.id)
      #expect(try h.number("SELECT count(*) FROM users WHERE erased_at IS NOT NULL") == 1)
      #expect(try h.files(holding: person.traces) == [])
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.erase'") == 1)
    }
  }

  @Test func anErasureGivenUpAtAnyPointIsFinishedByTheNextOrByTheUpkeep() async throws {
    try await Harness.run { h in
      var unfinished = 0
      for questions in [0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 30] {
        let person = try h.addPerson()
        _ = try await h.staged("\(person.nickname);ja\n", options: person.options)
        _ = try await h.privacy.createUserDataExport(.init(userID: person.id))
        let audit = AuditIntent(action: "privacy.erase", actorID: 1)
        do {
          _ = try PersonErasure(h.privacyPorts).erase(person.id, audit: audit, limit: .stopping(after: questions))
        } catch StoreError.interrupted {
          let isBlank = try h.texts("SELECT nickname FROM users WHERE id = \(person.id)") == [""]
          // An entry of what happened, and none of what did not.
          #expect(audit.isUsed == isBlank)
          if isBlank { unfinished += 1 }
        }
        if questions % 2 == 0 {
          _ = try await erase(h, person.id)
        } else {
          #expect(try Set(PersonErasure(h.privacyPorts).finishAll(limit: .none)).isSubset(of: [person.id]))
          _ = try await erase(h, person.id)
        }
        #expect(try h.files(holding: person.traces) == [])
        let target = "target_table = 'users' AND target_id = \(person.id)"
        #expect(try h.number("SELECT count(*) FROM audit_logs WHERE action = 'privacy.erase' AND \(target)") == 1)
      }
      #expect(unfinished > 3)
    }
  }

  @Test func besideAnErasureNobodyCopies() async throws {
    var options = Harness.Options()
    options.store.busyTimeout = .milliseconds(30)
    try await Harness.run(options) { h in
      let person = try h.addPerson()
      try h.privacyPorts.persons.withoutCopies(limit: .none) {
        let audit = AuditIntent(action: "test", actorID: 1)
        #expect(throws: StoreError.busy) {
          try h.privacyPorts.backups.create(BackupName("a.db")!, audit: audit, limit: .none)
        }
        #expect(throws: StoreError.busy) {
          try h.privacyPorts.exports.create(
            of: person.id, requestedBy: 1, at: h.clock.now(), audit: audit, limit: .none)
        }
        #expect(!audit.isUsed)
      }
      _ = try await h.operations.createBackup(CreateBackupRequest())
      _ = try await h.privacy.createUserDataExport(.init(userID: person.id))
    }
  }

  @Test func aReaderThatDoesNotEndLetsTheErasureBeTriedAgain() async throws {
    var options = Harness.Options()
    options.store.busyTimeout = .milliseconds(10)
    try await Harness.run(options) { h in
      let person = try h.addPerson()
      let reader = try ForeignReader("\(h.folder)/fiszka.db")
      let failure = try await expectFailure(.unavailable, .storageBusy) { try await erase(h, person.id) }
      #expect(failure == ["user_id": "\(person.id)"])
      reader.end()
      _ = try await erase(h, person.id)
      #expect(try h.files(holding: person.traces) == [])
    }
  }

  @Test func onlyTheRewriteRemovesWhatPagesKeep() async throws {
    try await Harness.run { h in
      // What the rewrite is for: without it a nickname that grew stays in the page it left.
      let person = try h.addPerson(String(repeating: "Long", count: 20))
      try h.execute("UPDATE users SET nickname = '', nickname_key = '', email = '', email_key = '' WHERE id = \(person.id)")
      #expect(try !h.files(holding: person.traces).isEmpty)
      try h.privacyPorts.persons.rewrite(limit: .none)
      #expect(try h.files(holding: person.traces) == [])
    }
  }
}

extension Result where Failure == any Error {
  /// How an asynchronous call ends.
  static func of(_ call: () async throws -> Success) async -> Result {
    do {
      return .success(try await call())
    } catch {
      return .failure(error)
    }
  }
}
