/// How many data rows an import has. The header and blank lines are not data rows.
package struct ImportCounts: Hashable, Sendable {
  /// Valid and invalid rows.
  package var total: Int64
  /// Rows with an error.
  package var invalid: Int64
  /// Valid rows with at least one warning.
  package var warned: Int64
  /// Rows that somebody has corrected since the file was read.
  package var corrected: Int64

  package init(total: Int64 = 0, invalid: Int64 = 0, warned: Int64 = 0, corrected: Int64 = 0) {
    self.total = total
    self.invalid = invalid
    self.warned = warned
    self.corrected = corrected
  }

  /// Counts one more row as it was read.
  package mutating func add(_ row: ImportRow) {
    total += 1
    if row.error != nil {
      invalid += 1
    } else if !row.warnings.isEmpty {
      warned += 1
    }
  }
}
