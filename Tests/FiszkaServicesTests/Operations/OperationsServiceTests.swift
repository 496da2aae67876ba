import FiszkaAPI
import FiszkaSecurity
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct OperationsServiceTests {
  @Test func aBackupIsMadeListedDeletedAndAudited() async throws {
    try await Harness.run { h in
      _ = try await h.commit(try await h.staged("dog;pies\n"))
      let made = try await h.operations.createBackup(CreateBackupRequest(name: "one.db")).backup
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(h.folder)/backups/one.db"))
      #expect(made?.sizeBytes == Int64(bytes.count) && made?.sha256 == SHA256.digest(Array(bytes)))
      let named = try await h.operations.createBackup(CreateBackupRequest()).backup
      #expect(named?.name == "fiszka-20231114T221320Z.db")
      let listed = try await h.operations.listBackups(ListBackupsRequest()).backups
      #expect(Set(listed.map(\.name)) == ["one.db", "fiszka-20231114T221320Z.db"])
      #expect(listed.allSatisfy { $0.sizeBytes > 0 && $0.sha256.isEmpty })
      _ = try await h.operations.deleteBackup(DeleteBackupRequest(name: "one.db"))
      #expect(try await h.operations.listBackups(ListBackupsRequest()).backups.map(\.name) == [named?.name])
      #expect(
        try h.texts("SELECT action FROM audit_logs WHERE action LIKE 'operations.%' ORDER BY id")
          == ["operations.backup", "operations.backup", "operations.delete_backup"])
    }
  }

  @Test func errorsAreToldAsTheContractSays() async throws {
    try await Harness.run { h in
      for name in ["../x.db", "x", ".x.db", "a/b.db"] {
        try await expectInvalid("name") { try await h.operations.createBackup(CreateBackupRequest(name: name)) }
        try await expectInvalid("name") { try await h.operations.deleteBackup(DeleteBackupRequest(name: name)) }
      }
      let missing = try await expectFailure(.notFound, .backupNotFound) {
        try await h.operations.deleteBackup(DeleteBackupRequest(name: "x.db"))
      }
      #expect(missing == ["name": "x.db"])
      _ = try await h.operations.createBackup(CreateBackupRequest(name: "x.db"))
      let taken = try await expectFailure(.alreadyExists, .backupExists) {
        try await h.operations.createBackup(CreateBackupRequest(name: "x.db"))
      }
      #expect(taken == ["name": "x.db"])
    }
  }

  @Test func onlyAdminsOperate() async throws {
    try await Harness.run { h in
      let learner = CallOptions.asLearner(try h.addLearner())
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.operations.getMetrics(GetMetricsRequest(), options: learner)
      }
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.operations.createBackup(CreateBackupRequest(), options: learner)
      }
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.operations.listBackups(ListBackupsRequest(), options: learner)
      }
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.operations.deleteBackup(DeleteBackupRequest(name: "x.db"), options: learner)
      }
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.operations.createBackup(CreateBackupRequest(), options: .asNobody)
      }
    }
  }

  @Test func metricsAreWhatThePortSays() async throws {
    try await Harness.run { h in
      let text = try await h.operations.getMetrics(GetMetricsRequest()).text
      #expect(text == Harness.metrics)
    }
  }

  @Test func aDamagedSourceGivesNoBackup() async throws {
    try await Harness.run { h in
      _ = try await h.commit(try await h.staged((1...500).map { "word\($0);słowo\n" }.joined()))
      let damage = try h.damage("lesson_items")
      try await expectFailure(.dataLoss, .storageCorrupt) { try await h.operations.createBackup(CreateBackupRequest()) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(h.folder)/backups").isEmpty)
      try damage.repair()
    }
  }
}
