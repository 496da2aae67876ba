/// Decides a file's encoding from its first bytes and the evidence of all of them.
///
/// In this order: an empty file, a known kind of binary file, and a byte order mark speak for themselves. Bytes with NUL at
/// every other place are UTF-16; other NUL bytes, or many control characters, are no text. Bytes that are UTF-8 throughout
/// are UTF-8. With errors it still is UTF-8 when right sequences outnumber them three to one: then the rows with the errors are
/// invalid, and only they. Else it is an encoding of one byte per character, told by the bytes of ą ś ź (`EightBitTable`),
/// provided that most bytes above ASCII are Polish letters or marks that texts use.
enum EncodingRules {
  /// - Parameters:
  ///   - evidence: of the whole file.
  ///   - head: its first bytes; 4 KiB are enough.
  ///   - override: what a person says it is; then only what no encoding could read is refused.
  static func decide(
    _ evidence: EncodingEvidence, head: ArraySlice<UInt8>, override: TextEncoding?
  ) throws(ImportReadingError) -> Decision<TextEncoding> {
    let blank = evidence.count(of: [0x09, 0x0A, 0x0D, 0x20])
    if evidence.byteCount == blank { throw .emptyFile }
    if let kind = FileSignature.kind(of: head) { throw .binaryFile(kind: kind) }
    if let override {
      if let offset = evidence.firstNUL, override != .utf16LittleEndian, override != .utf16BigEndian {
        throw .nulBytes(offset: offset)
      }
      return Decision(override, reason: "Chosen by hand.")
    }
    if let marked = try byteOrderMark(head, evidence) { return marked }
    if let offset = evidence.firstNUL { return try withNULs(evidence, firstNUL: offset) }
    let controls = evidence.count(of: (0...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) })
    if controls > 16 && controls * 20 > evidence.byteCount { throw .binaryFile(kind: unknownKind) }
    if let utf8 = utf8(evidence) { return utf8 }
    return try eightBit(evidence)
  }

  private static let unknownKind = "an unknown kind of binary file"

  private static func byteOrderMark(
    _ head: ArraySlice<UInt8>, _ evidence: EncodingEvidence
  ) throws(ImportReadingError) -> Decision<TextEncoding>? {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .unreadableEncoding(reason: "it is UTF-32")
    }
    let marks: [([UInt8], TextEncoding)] = [
      ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ]
    for (mark, encoding) in marks where head.starts(with: mark) {
      if evidence.byteCount == mark.count { throw .emptyFile }
      if encoding == .utf8, let offset = evidence.firstNUL { throw .nulBytes(offset: offset) }
      return Decision(encoding, reason: "The file starts with its byte order mark.")
    }
    return nil
  }

  /// UTF-16 text with ASCII in it has a NUL in most pairs, always on the same side, and hardly one on the other.
  private static func withNULs(
    _ evidence: EncodingEvidence, firstNUL: Int64
  ) throws(ImportReadingError) -> Decision<TextEncoding> {
    let (even, odd) = evidence.nulBytes
    let pairs = evidence.byteCount / 2
    if pairs > 0 && max(even, odd) * 5 >= pairs * 3 && min(even, odd) * 50 <= max(even, odd) {
      return Decision(
        odd > even ? .utf16LittleEndian : .utf16BigEndian,
        reason: "Every other byte of plain letters is NUL, as in UTF-16 without a byte order mark.")
    }
    let controls = evidence.count(of: (1...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) })
    if controls > 16 && (controls + even + odd) * 20 > evidence.byteCount { throw .binaryFile(kind: unknownKind) }
    throw .nulBytes(offset: firstNUL)
  }

  private static func utf8(_ evidence: EncodingEvidence) -> Decision<TextEncoding>? {
    let (right, wrong) = (evidence.utf8Sequences, evidence.utf8Errors)
    if right + wrong == 0 { return Decision(.utf8, reason: "All characters are ASCII, the same in every encoding here.") }
    if wrong == 0 { return Decision(.utf8, reason: "All \(right) letters beyond ASCII are right in UTF-8.") }
    if wrong * 3 > right { return nil }
    return Decision(
      .utf8, reason: "\(right) letters beyond ASCII are right in UTF-8, but \(wrong) are broken; their rows are invalid.")
  }

  private static let only1250: [UInt8] = [0xB9, 0xA5, 0x9C, 0x8C, 0x9F, 0x8F]
  private static let only8859: [UInt8] = [0xB1, 0xA1, 0xB6, 0xA6, 0xBC, 0xAC]
  /// ć ę ł ń ó ż and their capitals, the same in both.
  private static let inBoth: [UInt8] = [
    0xE6, 0xEA, 0xB3, 0xF1, 0xF3, 0xBF, 0xC6, 0xCA, 0xA3, 0xD1, 0xD3, 0xAF,
  ]
  /// What else texts have and both give the same byte: no-break space, soft hyphen, § ° × ß á ä ç é í ö ü Ä É Ö Ü.
  private static let otherInBoth: [UInt8] = [
    0xA0, 0xAD, 0xA7, 0xB0, 0xD7, 0xDF, 0xE1, 0xE4, 0xE7, 0xE9, 0xED, 0xF6, 0xFC, 0xC4, 0xC9, 0xD6, 0xDC,
  ]
  /// € ‚ „ … ‘ ’ “ ” • – — « » ™.
  private static let marks1250: [UInt8] = [
    0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xAB, 0xBB, 0x99,
  ]

  private static func eightBit(_ evidence: EncodingEvidence) throws(ImportReadingError) -> Decision<TextEncoding> {
    let high = evidence.count(of: 0x80...0xFF)
    let votes1250 = evidence.count(of: only1250) + evidence.count(of: marks1250)
    let votes8859 = evidence.count(of: only8859)
    let common = evidence.count(of: inBoth) + evidence.count(of: otherInBoth)
    let best = max(votes1250, votes8859) + common
    if best * 5 < high * 3 {
      throw .unreadableEncoding(
        reason: "it is not UTF-8, and \(high - best) of \(high) bytes beyond ASCII are no Polish letters in windows-1250 "
          + "or ISO-8859-2")
    }
    if votes8859 > votes1250 {
      return Decision(.iso8859Part2, reason: "It is not UTF-8, and ą, ś, ź have the bytes of ISO-8859-2.")
    }
    let reason =
      votes1250 > 0
      ? "It is not UTF-8, and ą, ś, ź or quotes and dashes have the bytes of windows-1250."
      : "It is not UTF-8, and no ą, ś, ź tells windows-1250 from ISO-8859-2; all its letters are the same in both."
    return Decision(.windows1250, reason: reason)
  }
}
