/// What the bytes 0x80 to 0xFF mean in an encoding of one byte per character. Bytes below are ASCII.
///
/// The two Central European encodings differ, as far as Polish goes, in six letters:
///
/// | letter       | ą  | ś  | ź  | Ą  | Ś  | Ź  |
/// |--------------|----|----|----|----|----|----|
/// | windows-1250 | B9 | 9C | 9F | A5 | 8C | 8F |
/// | ISO-8859-2   | B1 | B6 | BC | A1 | A6 | AC |
///
/// All other Polish letters have the same byte in both. 0x80 to 0x9F are quotes, dashes and letters in windows-1250, but
/// control characters in ISO-8859-2, which no word list has.
struct EightBitTable: Sendable {
  static let windows1250 = EightBitTable(
    """
    €\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\
    \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙
    """)
  static let iso8859Part2 = EightBitTable(
    String(String.UnicodeScalarView((0x80...0x9F).map { Unicode.Scalar(UInt8($0)) })) + """
      \u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙
      """)

  /// Scalar values of the bytes from 0x80 on; U+FFFD for bytes without a meaning.
  let scalars: [UInt32]

  /// - Parameter upperHalf: the 128 characters of the bytes 0x80 to 0xFF.
  private init(_ upperHalf: String) {
    scalars = upperHalf.unicodeScalars.map(\.value)
    precondition(scalars.count == 128)
  }

  /// Appends the text of `bytes` as UTF-8.
  func decode(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    var position = 0
    while position < bytes.count {
      let end = UTF8Sequence.endOfASCII(in: bytes, from: position)
      output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<end]))
      if end < bytes.count { UTF8Writer.append(scalars[Int(bytes[end] & 0x7F)], to: &output) }
      position = end + 1
    }
  }
}
