/// What an import may do next, decided from its record alone.
///
/// Each rule returns an order for the caller: what to write, or why not. The orders are made for a store with revisions: when
/// a write throws `StoreError.changed`, read the import and ask the rule again; a caller that lost a race against an equal one
/// then gets that one's result.
package enum ImportRules {
  /// True when so many rows are invalid that nothing may be committed: more than half.
  ///
  /// - Parameter counts: of data rows only. Without rows nothing is too many.
  package static func hasTooManyInvalidRows(_ counts: ImportCounts) -> Bool {
    counts.invalid > counts.total - counts.invalid
  }
}
