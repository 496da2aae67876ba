/// Turns the bytes of a file into UTF-8, piece by piece, whatever the pieces are.
///
/// What is not text in the encoding becomes U+FFFD: one for each byte that no continuation could make right in UTF-8, for each
/// surrogate without its other half in UTF-16, for each byte without a meaning in windows-1250, and for what is cut off at
/// the end. Validation then marks the row. A byte order mark at the start is dropped. Holds at most 3 bytes back.
package struct TextDecoder: Sendable {
  private let encoding: TextEncoding
  /// Bytes whose meaning depends on the next piece.
  private var heldBack: [UInt8] = []
  /// A high surrogate that waits for its other half.
  private var highSurrogate: UInt32?
  private var isAtStart = true

  package init(_ encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// Appends the text of `bytes` to `output`, at most 3 bytes for each.
  package mutating func decode(_ bytes: UnsafeRawBufferPointer, into output: inout [UInt8]) {
    let bytes = bytes.bindMemory(to: UInt8.self)
    let start = output.count
    switch encoding {
    case .utf8: decodeUTF8(bytes, into: &output)
    case .utf16LittleEndian: decodeUTF16(bytes, lowByteFirst: true, into: &output)
    case .utf16BigEndian: decodeUTF16(bytes, lowByteFirst: false, into: &output)
    case .windows1250: EightBitTable.windows1250.decode(bytes, into: &output)
    case .iso8859Part2: EightBitTable.iso8859Part2.decode(bytes, into: &output)
    }
    if isAtStart && output.count > start {
      isAtStart = false
      if output[start...].starts(with: [0xEF, 0xBB, 0xBF]) { output.removeSubrange(start..<(start + 3)) }
    }
  }

  /// Ends the text: what was held back was cut off and becomes U+FFFD.
  package mutating func finish(into output: inout [UInt8]) {
    if highSurrogate != nil { output += Self.replacement }
    if !heldBack.isEmpty { output += Self.replacement }
    highSurrogate = nil
    heldBack = []
  }

  private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  private mutating func decodeUTF8(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var position = 0
    while !heldBack.isEmpty && position < bytes.count {
      heldBack.append(bytes[position])
      switch heldBack.withUnsafeBufferPointer({ UTF8Sequence.find(in: $0, at: 0) }) {
      case .incomplete: position += 1
      case .scalar:
        output += heldBack
        heldBack = []
        position += 1
      case .invalid:
        // The byte just added does not belong to the sequence: it is read again.
        output += Self.replacement
        heldBack = []
      }
    }
    var copied = position
    func copy(upTo end: Int, _ output: inout [UInt8]) {
      if end > copied { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<end])) }
    }
    while position < bytes.count {
      position = UTF8Sequence.endOfASCII(in: bytes, from: position)
      if position == bytes.count { break }
      switch UTF8Sequence.find(in: bytes, at: position) {
      case .scalar(let length): position += length
      case .invalid(let length):
        copy(upTo: position, &output)
        output += Self.replacement
        position += length
        copied = position
      case .incomplete:
        copy(upTo: position, &output)
        heldBack = Array(bytes[position...])
        return
      }
    }
    copy(upTo: position, &output)
  }

  private mutating func decodeUTF16(
    _ bytes: UnsafeBufferPointer<UInt8>, lowByteFirst: Bool, into output: inout [UInt8]
  ) {
    var position = 0
    if let first = heldBack.first, !bytes.isEmpty {
      heldBack = []
      take(lowByteFirst ? UInt32(first) | UInt32(bytes[0]) << 8 : UInt32(first) << 8 | UInt32(bytes[0]), into: &output)
      position = 1
    }
    while position + 1 < bytes.count {
      let (first, second) = (UInt32(bytes[position]), UInt32(bytes[position + 1]))
      take(lowByteFirst ? first | second << 8 : first << 8 | second, into: &output)
      position += 2
    }
    if position < bytes.count { heldBack = [bytes[position]] }
  }

  @inline(__always)
  private mutating func take(_ unit: UInt32, into output: inout [UInt8]) {
    if let high = highSurrogate {
      highSurrogate = nil
      if (0xDC00...0xDFFF).contains(unit) {
        UTF8Writer.append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00), to: &output)
        return
      }
      output += Self.replacement
    }
    switch unit {
    case 0xD800...0xDBFF: highSurrogate = unit
    case 0xDC00...0xDFFF: output += Self.replacement
    default: UTF8Writer.append(unit, to: &output)
    }
  }
}
