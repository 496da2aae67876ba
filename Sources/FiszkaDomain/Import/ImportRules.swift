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

  /// The title of a lesson made from a file: its name without folders and without a last extension, at most 255 Unicode
  /// scalars; "Import" when nothing is left.
  package static func lessonTitle(fromFileName fileName: String) -> String {
    let last = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    var stem = last
    if let dot = last.lastIndex(of: "."), dot != last.startIndex { stem = String(last[..<dot]) }
    let words = FieldText.clean(stem).text
    let title = words.unicodeScalars.count <= 255 ? words : FieldText.clean(String(words.unicodeScalars.prefix(255))).text
    return title.isEmpty ? "Import" : title
  }
}
