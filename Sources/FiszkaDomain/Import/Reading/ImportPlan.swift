/// How a file will be read: what `ImportDetector` hands to `ImportReader`.
package struct ImportPlan: Sendable {
  /// The decisions, as people see them.
  package let reading: ImportReading
  /// Keys that are known before the reading of JSON.
  let keys: JSONKeys
  /// Length of a line such as `sep=;`, as UTF-8, that the file starts with and that is no row.
  let delimiterLineLength: Int
}
