/// Makes rows of the objects of a JSON file.
struct JSONRowBuilder: JSONSink, Sendable {
  var output = RowOutput()
  private(set) var keys: JSONKeys
  private var row = ForeignRow(number: 0, lineNumber: 0)
  /// The fields that the object has filled so far.
  private var filled: Set<ImportField> = []

  init(keys: JSONKeys) {
    self.keys = keys
  }

  mutating func beginObject(lineNumber: Int64) {
    row = output.newRow(lineNumber: lineNumber)
    filled.removeAll(keepingCapacity: true)
  }

  mutating func receive(
    key: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, kind: JSONValueKind, isCut: Bool
  ) {
    guard let field = keys.field(of: key) else { return }
    if !filled.insert(field).inserted {
      report(.jsonDuplicateKey, field, "The object has two keys for \(field.rawValue).")
      return
    }
    switch kind {
    case .null: return
    case .nested:
      report(.jsonNestedValue, field, "\(field.rawValue) is an object or a nested list where text belongs.")
      return
    case .list where field != .tags:
      report(.jsonNestedValue, field, "\(field.rawValue) is a list where text belongs.")
      return
    case .list, .text: break
    }
    row[field] = String(decoding: text, as: UTF8.self)
    if isCut { report(.fieldTooLarge, field, "\(field.rawValue) has more than 64 KiB; only its start was read.") }
  }

  mutating func endObject(problem: RowProblem?) {
    if let problem { row.error = problem }
    output.add(row)
  }

  /// The first problem of a row is the one that is shown.
  private mutating func report(_ code: RowProblem.Code, _ field: ImportField, _ message: String) {
    if row.error == nil { row.error = RowProblem(code, field: field, message: message) }
  }
}
