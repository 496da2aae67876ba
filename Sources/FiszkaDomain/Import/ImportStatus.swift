/// How far an import has come. The raw value is what the database holds.
package enum ImportStatus: String, Hashable, Sendable, CaseIterable {
  /// Created; the file may still be on its way.
  case uploaded
  /// Somebody has looked at the rows.
  case previewed
  /// The valid rows are in a lesson. For good: an undo keeps the status and sets `undoneAt`.
  case committed
  /// A commit was refused because too many rows are invalid. A correction or a new reading brings it back.
  case failed
}
