import FiszkaAPI
import ProtobufCSupport
import TTRPC

/// A request that its method can serve, and what must be there for it.
struct AccessRequest {
  /// What a request may name.
  enum Need {
    case nothing
    /// An import whose upload goes on, whose rows are staged, or which is committed.
    case openImport, stagedImport, committedImport
    case lesson
    /// An account that is not the caller's, unless the policy says that the caller's own counts.
    case account
    case export
    case backup
    case clip
    /// The revision of the settings of speech.
    case speechRevision
  }

  /// What the request is made of.
  struct Names {
    /// The thing needed; of a backup its name is used instead.
    var id: Int64 = 0
    /// In no other call.
    var unique = ""
    /// Of the account that the caller signs in to.
    var email = ""
    var password = ""
    /// Of the clip needed.
    var key = ""
  }

  let need: Need
  let make: @Sendable (Names) -> any ProtobufMessage

  private init(_ need: Need = .nothing, _ make: @escaping @Sendable (Names) -> any ProtobufMessage) {
    self.need = need
    self.make = make
  }

  /// What imports hold.
  static let file = Array("english,polish\ncat,kot\ndog,pies\n".utf8)

  /// By the method's full name. A method that is not here fails the test.
  static let all = [imports, accounts, speech, others].reduce([:]) { $0.merging($1) { first, _ in first } }

  private static let imports: [String: AccessRequest] = [
    "fiszka.v1.ImportService/CreateImport": .init {
      CreateImportRequest(filename: "\($0.unique).csv", target: .newLesson("Words"), content: file)
    },
    "fiszka.v1.ImportService/UploadImportChunk": .init(.openImport) {
      UploadImportChunkRequest(importID: $0.id, offset: Int64(file.count), data: Array("cow,krowa\n".utf8))
    },
    "fiszka.v1.ImportService/FinishImportUpload": .init(.openImport) { FinishImportUploadRequest.of($0.id, file) },
    "fiszka.v1.ImportService/PreviewImport": .init(.stagedImport) { PreviewImportRequest(importID: $0.id) },
    "fiszka.v1.ImportService/CorrectImportRows": .init(.stagedImport) {
      CorrectImportRowsRequest(importID: $0.id, corrections: [ImportRowCorrection(rowNumber: 1, polish: "kotek")])
    },
    "fiszka.v1.ImportService/CommitImport": .init(.stagedImport) { CommitImportRequest(importID: $0.id) },
    "fiszka.v1.ImportService/UndoImport": .init(.committedImport) { UndoImportRequest(importID: $0.id) },
    "fiszka.v1.ImportService/GetImport": .init(.stagedImport) { GetImportRequest(importID: $0.id) },
    "fiszka.v1.ImportService/ListImports": .init { _ in ListImportsRequest() },
    "fiszka.v1.ImportService/DiscardImport": .init(.stagedImport) { DiscardImportRequest(importID: $0.id) },
    "fiszka.v1.LessonService/ListLessons": .init { _ in ListLessonsRequest() },
    "fiszka.v1.LessonService/GetLesson": .init(.lesson) { GetLessonRequest(lessonID: $0.id) },
    "fiszka.v1.LessonService/ListItems": .init(.lesson) { ListItemsRequest(lessonID: $0.id) },
  ]

  private static let accounts: [String: AccessRequest] = [
    "fiszka.v1.AuthService/SignIn": .init { SignInRequest(email: $0.email, password: $0.password) },
    "fiszka.v1.AuthService/SignOut": .init { _ in SignOutRequest() },
    "fiszka.v1.AuthService/GetCaller": .init { _ in GetCallerRequest() },
    "fiszka.v1.AuthService/ChangePassword": .init {
      ChangePasswordRequest(currentPassword: $0.password, newPassword: "another password")
    },
    "fiszka.v1.UserService/CreateUser": .init {
      CreateUserRequest(email: "\($0.unique)@example.org", nickname: "New", role: .user, password: "a new password")
    },
    "fiszka.v1.UserService/ListUsers": .init { _ in ListUsersRequest() },
    "fiszka.v1.UserService/GetUser": .init(.account) { GetUserRequest(userID: $0.id) },
    "fiszka.v1.UserService/UpdateUser": .init(.account) { UpdateUserRequest(userID: $0.id, nickname: "Other") },
    "fiszka.v1.UserService/DeleteUser": .init(.account) { DeleteUserRequest(userID: $0.id) },
    "fiszka.v1.UserService/ResetPassword": .init(.account) {
      ResetPasswordRequest(userID: $0.id, newPassword: "another password")
    },
    "fiszka.v1.PrivacyService/CreateUserDataExport": .init(.account) { CreateUserDataExportRequest(userID: $0.id) },
    "fiszka.v1.PrivacyService/ReadUserDataExport": .init(.export) { ReadUserDataExportRequest(exportID: $0.id) },
    "fiszka.v1.PrivacyService/EraseUser": .init(.account) { EraseUserRequest(userID: $0.id) },
    "fiszka.v1.AuditService/ListAuditEntries": .init { _ in ListAuditEntriesRequest() },
  ]

  private static let speech: [String: AccessRequest] = [
    "fiszka.v1.SpeechService/Synthesize": .init { SynthesizeRequest(text: $0.unique) },
    "fiszka.v1.SpeechService/GetClip": .init(.clip) { GetClipRequest(key: $0.key) },
    "fiszka.v1.SpeechService/DownloadClip": .init(.clip) { DownloadClipRequest(key: $0.key) },
    "fiszka.v1.SpeechService/LookUpClip": .init { LookUpClipRequest(text: $0.unique) },
    "fiszka.v1.SpeechService/PrefetchLesson": .init(.lesson) { PrefetchLessonRequest(lessonID: $0.id) },
    "fiszka.v1.SpeechService/ListVoices": .init { _ in ListVoicesRequest() },
    "fiszka.v1.SpeechService/GetSpeechSettings": .init { _ in GetSpeechSettingsRequest() },
    "fiszka.v1.SpeechService/UpdateSpeechSettings": .init(.speechRevision) {
      UpdateSpeechSettingsRequest(
        settings: SpeechSettings(engines: [.espeak], defaultAccent: .uk, speedPercent: 100), revision: $0.id)
    },
    "fiszka.v1.SpeechService/TestSpeech": .init { _ in TestSpeechRequest(engine: .espeak, runs: 1) },
    "fiszka.v1.SpeechService/PurgeClips": .init { _ in PurgeClipsRequest() },
    "fiszka.v1.SpeechService/GetSpeechHealth": .init { _ in GetSpeechHealthRequest() },
  ]

  private static let others: [String: AccessRequest] = [
    "fiszka.v1.OperationsService/GetMetrics": .init { _ in GetMetricsRequest() },
    "fiszka.v1.OperationsService/CreateBackup": .init { CreateBackupRequest(name: "\($0.unique).db") },
    "fiszka.v1.OperationsService/ListBackups": .init { _ in ListBackupsRequest() },
    "fiszka.v1.OperationsService/DeleteBackup": .init(.backup) { DeleteBackupRequest(name: "\($0.unique).db") },
    "fiszka.rpc.v1.ControlService/Ping": .init { _ in PingRequest() },
    // No call of the test has so high a stream.
    "fiszka.rpc.v1.ControlService/Cancel": .init { _ in CancelRequest(streamID: 1_000_001) },
    "grpc.health.v1.Health/Check": .init { _ in HealthCheckRequest() },
    "grpc.health.v1.Health/List": .init { _ in HealthListRequest() },
    "grpc.health.v1.Health/Watch": .init { _ in HealthCheckRequest() },
    "grpc.reflection.v1.ServerReflection/ServerReflectionInfo": .init { _ in ServerReflectionRequest() },
  ]
}
