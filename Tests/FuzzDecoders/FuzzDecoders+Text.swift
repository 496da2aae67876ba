import FiszkaDomain

extension FuzzDecoders {
  /// Bytes of a file to UTF-8, in every encoding: pieces make no difference, the output is UTF-8 and bounded, and where Swift
  /// itself can read the input it reads the same.
  @Sendable public static func text(_ bytes: UnsafeRawBufferPointer) {
    guard let input = FuzzPieces(bytes) else { return }
    for encoding in TextEncoding.allCases {
      var decoder = TextDecoder(encoding)
      var whole: [UInt8] = []
      decoder.decode(input.content, into: &whole)
      decoder.finish(into: &whole)
      decoder = TextDecoder(encoding)
      var cut: [UInt8] = []
      input.forEach { decoder.decode($0, into: &cut) }
      decoder.finish(into: &cut)
      precondition(whole == cut, "\(encoding.rawValue) depends on how the bytes are cut.")
      precondition(whole.count <= 3 * input.content.count + 6, "\(encoding.rawValue) makes too much text.")
      precondition(String(validating: whole, as: UTF8.self) != nil, "\(encoding.rawValue) makes bytes that are no UTF-8.")
      guard var expected = reference(input.content, encoding) else { continue }
      if expected.starts(with: [0xEF, 0xBB, 0xBF]) { expected.removeFirst(3) }
      precondition(whole == expected, "\(encoding.rawValue) is read otherwise than by Swift.")
    }
  }

  /// What Swift's own decoders make of the bytes; nil where they leave it open.
  private static func reference(_ bytes: UnsafeRawBufferPointer, _ encoding: TextEncoding) -> [UInt8]? {
    switch encoding {
    case .utf8: return String(validating: bytes, as: UTF8.self) == nil ? nil : Array(bytes)
    case .windows1250, .iso8859Part2: return bytes.allSatisfy { $0 < 0x80 } ? Array(bytes) : nil
    case .utf16LittleEndian, .utf16BigEndian:
      let isLittle = encoding == .utf16LittleEndian
      let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index -> UInt16 in
        let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
        return isLittle ? first | second << 8 : first << 8 | second
      }
      let cutOff = bytes.count.isMultiple(of: 2) ? "" : "\u{FFFD}"
      return Array((String(decoding: units, as: UTF16.self) + cutOff).utf8)
    }
  }
}
