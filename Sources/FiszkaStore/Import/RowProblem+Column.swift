import FiszkaDomain

/// Row problems as text: one a line, "CODE:field message" or "CODE message".
extension RowProblem {
  static func columnText(_ problems: [RowProblem]) -> String {
    problems.map(\.line).joined(separator: "\n")
  }

  /// - Throws: `.corrupt` when the text is not what `columnText` makes.
  static func list(fromColumn text: String) throws(StoreError) -> [RowProblem] {
    var problems: [RowProblem] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      guard let problem = RowProblem(line: Substring(line)) else { throw .corrupt("a row's problem cannot be read") }
      problems.append(problem)
    }
    return problems
  }

  private var line: String {
    let head = field.map { "\(code.rawValue):\($0.rawValue)" } ?? code.rawValue
    let hasLineBreak = message.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    return "\(head) \(hasLineBreak ? message.split(whereSeparator: \.isNewline).joined(separator: " ") : message)"
  }

  private init?(line: Substring) {
    guard let space = line.firstIndex(of: " ") else { return nil }
    let head = line[..<space].split(separator: ":", maxSplits: 1)
    guard let code = head.first.flatMap({ Code(rawValue: String($0)) }) else { return nil }
    var field: ImportField?
    if head.count == 2 {
      field = ImportField(rawValue: String(head[1]))
      if field == nil { return nil }
    }
    self.init(code, field: field, message: String(line[line.index(after: space)...]))
  }
}
