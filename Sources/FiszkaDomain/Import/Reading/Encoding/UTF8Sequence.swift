/// Reads one UTF-8 sequence by the table of well-formed sequences of the Unicode standard (chapter 3, table 3-7).
enum UTF8Sequence {
  /// What stands at a place in the bytes.
  enum Finding: Equatable {
    /// A scalar of this many bytes.
    case scalar(length: Int)
    /// This many bytes, at least 1, that no continuation could make right: the longest such prefix.
    case invalid(length: Int)
    /// All bytes to the end are the start of a scalar.
    case incomplete
  }

  /// - Parameter position: below `bytes.count`.
  @inline(__always)
  static func find(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Finding {
    let lead = bytes[position]
    if lead < 0x80 { return .scalar(length: 1) }
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    let length: Int
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, lowest) = (3, 0xA0)
    case 0xED: (length, highest) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, lowest) = (4, 0x90)
    case 0xF4: (length, highest) = (4, 0x8F)
    case 0xF1...0xF3: length = 4
    default: return .invalid(length: 1)
    }
    for index in 1..<length {
      if position + index == bytes.count { return .incomplete }
      let byte = bytes[position + index]
      if byte < lowest || byte > highest { return .invalid(length: index) }
      lowest = 0x80
      highest = 0xBF
    }
    return .scalar(length: length)
  }

  /// The first place from `start` on that is not ASCII; `bytes.count` when all is.
  @inline(__always)
  static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    let raw = UnsafeRawBufferPointer(bytes)
    while position + 8 <= bytes.count,
      raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      position += 8
    }
    while position < bytes.count, bytes[position] < 0x80 { position += 1 }
    return position
  }
}
