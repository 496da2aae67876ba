/// Exports of what is stored about a person, each one file.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol UserDataExportRepository: Sendable {
  /// Whose data an export holds.
  ///
  /// - Throws: `.notFound("export")`, also when it is about several people.
  func subject(ofExport id: Int64, limit: WorkLimit) throws(StoreError) -> Int64
}
