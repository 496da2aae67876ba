/// What a call is about: the ids that its errors name.
struct ErrorSubject {
  var importID: Int64?
  var lessonID: Int64?
  var backupName: String?
  var userID: Int64?
  var exportID: Int64?

  static func importID(_ id: Int64) -> ErrorSubject { ErrorSubject(importID: id) }
  static func lessonID(_ id: Int64) -> ErrorSubject { ErrorSubject(lessonID: id) }
  static func backup(_ name: String) -> ErrorSubject { ErrorSubject(backupName: name) }
  static func userID(_ id: Int64) -> ErrorSubject { ErrorSubject(userID: id) }
  static func exportID(_ id: Int64) -> ErrorSubject { ErrorSubject(exportID: id) }
  static let none = ErrorSubject()

  /// As metadata of an error.
  var importMetadata: [String: String] { importID.map { ["import_id": "\($0)"] } ?? [:] }
  var backupMetadata: [String: String] { backupName.map { ["name": $0] } ?? [:] }
  var userMetadata: [String: String] { userID.map { ["user_id": "\($0)"] } ?? [:] }
  var exportMetadata: [String: String] { exportID.map { ["export_id": "\($0)"] } ?? [:] }
  var lessonMetadata: [String: String] { lessonID.map { ["lesson_id": "\($0)"] } ?? [:] }
}
