/// A row of an import as the store keeps it between upload and commit.
package struct StagedRow: Hashable, Sendable {
  package let row: ImportRow
  /// True when somebody corrected it after the file was read.
  package let isCorrected: Bool
  /// When a commit took it over or left it out; nil before.
  package let processedAt: Instant?

  package init(row: ImportRow, isCorrected: Bool, processedAt: Instant?) {
    self.row = row
    self.isCorrected = isCorrected
    self.processedAt = processedAt
  }
}
