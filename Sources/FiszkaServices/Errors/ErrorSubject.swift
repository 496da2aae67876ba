/// What a call is about: the ids that its errors name.
struct ErrorSubject {
  var importID: Int64?
  var lessonID: Int64?
  var backupName: String?

  static func importID(_ id: Int64) -> ErrorSubject { ErrorSubject(importID: id) }
  static func lessonID(_ id: Int64) -> ErrorSubject { ErrorSubject(lessonID: id) }
  static func backup(_ name: String) -> ErrorSubject { ErrorSubject(backupName: name) }
  static let none = ErrorSubject()

  /// As metadata of an error.
  var importMetadata: [String: String] { importID.map { ["import_id": "\($0)"] } ?? [:] }
  var backupMetadata: [String: String] { backupName.map { ["name": $0] } ?? [:] }
  var lessonMetadata: [String: String] { lessonID.map { ["lesson_id": "\($0)"] } ?? [:] }
}
