import FiszkaAPI
import NIOCore
import ProtobufCSupport
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct PolicyTableTests {
  /// Who may call what, as a person has reviewed it.
  private static let reviewed = """
    AuthService/SignIn anyone
    AuthService/SignOut learner
    AuthService/GetCaller learner
    AuthService/ChangePassword learner account.change_password
    UserService/CreateUser admin account.create
    UserService/ListUsers admin
    UserService/GetUser admin
    UserService/UpdateUser admin account.update
    UserService/DeleteUser admin account.delete
    UserService/ResetPassword admin account.reset_password
    AuditService/ListAuditEntries admin
    ImportService/CreateImport learner import.create
    ImportService/UploadImportChunk owner import[1]
    ImportService/FinishImportUpload owner import[1]
    ImportService/PreviewImport owner import[1]
    ImportService/CorrectImportRows owner import[1]
    ImportService/CommitImport owner import[1] import.commit
    ImportService/UndoImport owner import[1] import.undo
    ImportService/GetImport owner import[1]
    ImportService/ListImports learner
    ImportService/DiscardImport owner import[1] import.discard
    LessonService/ListLessons learner
    LessonService/GetLesson learner
    LessonService/ListItems learner
    OperationsService/GetMetrics admin
    OperationsService/CreateBackup admin operations.backup
    OperationsService/ListBackups admin
    OperationsService/DeleteBackup admin operations.delete_backup
    PrivacyService/CreateUserDataExport owner user[1] privacy.export
    PrivacyService/ReadUserDataExport owner export[1] privacy.read_export
    PrivacyService/EraseUser admin privacy.erase
    SpeechService/Synthesize learner
    SpeechService/GetClip learner
    SpeechService/DownloadClip learner
    SpeechService/LookUpClip learner
    SpeechService/PrefetchLesson learner
    SpeechService/ListVoices learner
    SpeechService/GetSpeechSettings admin
    SpeechService/UpdateSpeechSettings admin speech.update_settings
    SpeechService/TestSpeech admin
    SpeechService/PurgeClips admin speech.purge_clips
    SpeechService/GetSpeechHealth learner
    """

  @Test func everyMethodHasTheReviewedPolicyAndItsOwnerFieldExists() throws {
    let fields = try RequestFields(descriptorSet: ContractDescriptors.bytes)
    let lines = try FiszkaMethodTable.all.map { try Self.line($0, fields) }
    #expect(lines.joined(separator: "\n") == Self.reviewed)
  }

  private static func line(_ method: MethodDescriptor, _ fields: RequestFields) throws -> String {
    var words = [String(method.fullName.dropFirst("fiszka.v1.".count))]
    switch method.policy.access {
    case .anyone: words.append("anyone")
    case .learner: words.append("learner")
    case .admin: words.append("admin")
    case .owner(let resource, let field):
      let numbers = try #require(fields.numbers(of: field, inRequestOf: method.fullName))
      words += ["owner", "\(resource)\(numbers)"]
    }
    return (words + [method.policy.auditAction].compactMap(\.self)).joined(separator: " ")
  }

  @Test func everyResourceOfAPolicyHasALookup() throws {
    _ = try Harness.policy(importOwner: { _, _ in nil })
    for resource in ["import", "user", "export"] {
      let others = ["import", "user", "export"].filter { $0 != resource }
      let owners = Dictionary(uniqueKeysWithValues: others.map { ($0, Harness.nobodyOwns) })
      #expect(throws: PolicyDefect.self) { try Harness.policy(owners: owners) }
    }
  }

  @Test(arguments: ["import", "import_id.id", "filename", "", "import_id."])
  func aPolicyOverAFieldThatIsNoIdStartsNoServer(_ field: String) {
    let wrong = MethodDescriptor(
      service: "fiszka.v1.ImportService", method: "GetImport", kind: .unary,
      policy: MethodPolicy(
        access: .owner(resource: "import", field: field), executionClass: .worker, longestRun: nil))
    #expect(throws: PolicyDefect.self) { try Self.policy(of: wrong) }
  }

  @Test(arguments: [MethodPolicy.ExecutionClass.inline, .tryInline])
  func anOwnerCheckOnTheEventLoopStartsNoServer(_ execution: MethodPolicy.ExecutionClass) {
    let wrong = MethodDescriptor(
      service: "fiszka.v1.ImportService", method: "GetImport", kind: .unary,
      policy: MethodPolicy(
        access: .owner(resource: "import", field: "import_id"), executionClass: execution, longestRun: nil))
    #expect(throws: PolicyDefect.self) { try Self.policy(of: wrong) }
  }

  @Test func fieldsInsideMessagesAreFound() throws {
    let numbers = try RequestFields(descriptorSet: ContractDescriptors.bytes).numbers(
      of: "target.lesson_id", inRequestOf: "fiszka.v1.ImportService/CommitImport")
    #expect(numbers == [2, 1])
    var request = ByteBuffer()
    try CommitImportRequest(importID: 3, target: .lesson(9)).encode(into: &request)
    #expect(try OwnerField(resource: "lesson", name: "target.lesson_id", numbers: [2, 1]).id(in: request) == 9)
  }

  @Test func aDescriptorSetThatIsCutOffStartsNoServer() {
    #expect(throws: PolicyDefect.self) {
      let cut = UnsafeRawBufferPointer(rebasing: ContractDescriptors.bytes.dropLast(3))
      return try PolicyInterceptor(methods: [], descriptorSet: cut, owners: [:])
    }
  }

  private static func policy(of method: MethodDescriptor) throws -> PolicyInterceptor {
    try PolicyInterceptor(
      methods: [method], descriptorSet: ContractDescriptors.bytes, owners: ["import": { _, _ in nil }])
  }
}
