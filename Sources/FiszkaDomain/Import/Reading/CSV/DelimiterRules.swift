/// Decides what stands between the fields of a file.
enum DelimiterRules {
  /// In the order in which they win when nothing else tells them apart: those first that texts seldom have.
  private static let candidates: [Delimiter] = [.tab, .semicolon, .pipe, .dash, .comma]

  /// What the start of the file says: the line `sep=;` that spreadsheets write, with its length in bytes.
  static func delimiterLine(in text: ArraySlice<UInt8>) -> (delimiter: Delimiter, length: Int)? {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=" else { return nil }
    let delimiter: Delimiter? =
      switch line.last {
      case UInt8(ascii: ","): .comma
      case UInt8(ascii: ";"): .semicolon
      case UInt8(ascii: "|"): .pipe
      case 0x09: .tab
      default: nil
      }
    guard let delimiter else { return nil }
    let lineBreak = text.dropFirst(5)
    let breakLength = lineBreak.starts(with: [0x0D, 0x0A]) ? 2 : min(1, lineBreak.count)
    return (delimiter, 5 + breakLength)
  }

  /// The delimiter that makes the first line a header, else the one that splits most lines, and those most evenly.
  static func decide(_ text: ArraySlice<UInt8>, isWholeFile: Bool) -> Decision<Delimiter> {
    let samples = candidates.map { ($0, RecordSample(text, delimiter: $0, isWholeFile: isWholeFile)) }
    let byHeader = samples.map { ($0.0, HeaderNames.recognizedFields(in: $0.1.records.first ?? []).count) }
    if let best = firstMaximum(byHeader), best.1 >= 2 {
      return Decision(best.0, reason: "Split at \(best.0.displayName), the first line has \(best.1) known column names.")
    }
    if let best = firstMaximum(samples.map { ($0.0, score($0.1)) }), best.1 > 0 {
      let sample = samples.first { $0.0 == best.0 }?.1
      let (width, count) = sample?.commonWidth ?? (0, 0)
      return Decision(
        best.0,
        reason: "Split at \(best.0.displayName), \(count) of the first \(sample?.records.count ?? 0) rows have \(width) fields.")
    }
    return Decision(.comma, reason: "No delimiter was found: the file has one column.")
  }

  /// 0 when no record has two fields; else half the share of records with two or more, and half that of the records with the
  /// commonest such number.
  private static func score(_ sample: RecordSample) -> Double {
    let widths = sample.records.map(\.count).filter { $0 > 1 }
    var counts: [Int: Int] = [:]
    for width in widths { counts[width, default: 0] += 1 }
    guard let commonest = counts.values.max() else { return 0 }
    return Double(widths.count + commonest) / Double(2 * sample.records.count)
  }

  private static func firstMaximum<Value: Comparable>(_ pairs: [(Delimiter, Value)]) -> (Delimiter, Value)? {
    var best: (Delimiter, Value)?
    for pair in pairs where best.map({ $0.1 < pair.1 }) ?? true { best = pair }
    return best
  }
}

extension Delimiter {
  /// For people: "semicolons".
  package var displayName: String {
    switch self {
    case .comma: "commas"
    case .semicolon: "semicolons"
    case .tab: "tabs"
    case .pipe: "vertical bars"
    case .dash: "dashes"
    }
  }
}
