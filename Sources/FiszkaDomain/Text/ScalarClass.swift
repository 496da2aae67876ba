/// The few groups of characters that cleaning and comparing text must tell apart.
enum ScalarClass {
  /// White space of any kind: Unicode's White_Space, with no-break spaces and line breaks.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x80 ? isASCIISpace(UInt8(scalar.value)) : scalar.properties.isWhitespace
  }

  static func isASCIISpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// Characters without width or meaning that copying from web pages and word processors leaves behind: soft hyphen, zero
  /// width space, direction marks, word joiner, byte order mark. The joiners U+200C and U+200D are not among them: emoji and
  /// other scripts need them.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF: true
    default: false
    }
  }

  /// True for U+2010 to U+2027, the dashes, quotes and dots that word processors write: composed, no letters, no spaces.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8 without errors.
  ///   - position: of a scalar's first byte.
  @inline(__always)
  static func isPunctuation(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    bytes[position] == 0xE2 && bytes[position + 1] == 0x80 && (0x90...0xA7).contains(bytes[position + 2])
  }

  /// C0 and C1 control characters and DEL, but for tab, line feed and carriage return.
  static func isForbiddenControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0...0x1F, 0x7F...0x9F: true
    default: false
    }
  }
}
