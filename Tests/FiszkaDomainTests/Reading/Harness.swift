import FiszkaDomain
import Foundation

/// What a file comes to.
struct ReadFile: Equatable {
  var rows: [ImportRow] = []
  var reading: ImportReading
  var counts: ImportCounts

  /// English, Polish and error or warning codes of each row: what most tests compare.
  var summary: [String] {
    rows.map { row in
      let codes = ([row.error].compactMap(\.self) + row.warnings).map(\.code.rawValue)
      return ([row.english, row.polish] + codes).joined(separator: "|")
    }
  }
}

/// Reads a file as the import does: detects, then reads, each in the given pieces.
func readFile(
  _ bytes: [UInt8], _ settings: ImportSettings = .init(), pieces: Pieces = .whole
) throws(ImportReadingError) -> ReadFile {
  var detector = ImportDetector()
  for piece in pieces.of(bytes) { piece.withUnsafeBytes { detector.feed($0) } }
  var reader = ImportReader(try detector.plan(settings))
  var rows: [ImportRow] = []
  for piece in pieces.of(bytes) {
    let result = piece.withUnsafeBytes { raw in
      Result<Void, ImportReadingError> { () throws(ImportReadingError) in try reader.feed(raw, into: &rows) }
    }
    try result.get()
  }
  try reader.finish(into: &rows)
  return ReadFile(rows: rows, reading: reader.reading, counts: reader.counts)
}

func readFile(
  _ text: String, _ settings: ImportSettings = .init(), pieces: Pieces = .whole
) throws(ImportReadingError) -> ReadFile {
  try readFile(Array(text.utf8), settings, pieces: pieces)
}

extension TextEncoding {
  /// The same text in this encoding, by Foundation, which is not ours.
  func bytes(of text: String) throws -> [UInt8] {
    let encoding: String.Encoding =
      switch self {
      case .utf8: .utf8
      case .utf16LittleEndian: .utf16LittleEndian
      case .utf16BigEndian: .utf16BigEndian
      case .windows1250: .windowsCP1250
      case .iso8859Part2: .isoLatin2
      }
    guard let data = text.data(using: encoding) else { throw CocoaError(.fileWriteInapplicableStringEncoding) }
    return Array(data)
  }
}
