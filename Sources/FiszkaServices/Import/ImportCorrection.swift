import FiszkaDomain

/// CorrectImportRows: new texts for rows, judged again.
struct ImportCorrection {
  /// What to change in one row; fields that are missing stay.
  struct Change {
    var number: Int64
    var fields: [ImportField: String]
  }

  let ports: ImportPorts
  let holds: ImportHolds

  /// - Parameters:
  ///   - changes: no row twice.
  ///   - check: given the rows as they would be, in the order of the changes; when it throws, nothing is written.
  func correct(
    _ changes: [Change], of id: Int64, limit: WorkLimit, check: ([ImportRow]) throws -> Void
  ) throws -> Import {
    try holds.check(id)
    return try ports.deciding(on: id, limit: limit) { item in
      switch ImportRules.correctRows(of: item) {
      case .correct(let status):
        let rows = try corrected(changes, of: item, limit: limit)
        try check(rows)
        return try ports.imports.correct(
          rows.sorted { $0.number < $1.number }, status: status, of: item, audit: nil, limit: limit)
      case .refuse(let refusal):
        throw ImportFailure.refused(refusal, of: item)
      }
    }
  }

  private func corrected(_ changes: [Change], of item: Import, limit: WorkLimit) throws -> [ImportRow] {
    let staged = try ports.imports.rows(of: item.id, numbers: changes.map(\.number).sorted(), limit: limit)
    let rows = Dictionary(staged.map { ($0.row.number, $0.row) }) { first, _ in first }
    return try changes.map { change in
      guard let row = rows[change.number] else {
        throw ImportFailure.rowNotFound(number: change.number, totalRows: item.counts.total)
      }
      var foreign = ForeignRow(row)
      for (field, text) in change.fields { foreign[field] = text }
      return RowValidator.validate(foreign)
    }
  }
}
