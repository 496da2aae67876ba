import NIOCore

/// Bytes written as hexadecimal digits; everything after "#" on a line is a comment.
func hex(_ text: String) -> ByteBuffer {
  var digits: [UInt8] = []
  for line in text.split(separator: "\n") {
    for character in line.prefix(while: { $0 != "#" }) where !character.isWhitespace {
      guard let digit = character.hexDigitValue else { preconditionFailure("not a hexadecimal digit: \(character)") }
      digits.append(UInt8(digit))
    }
  }
  precondition(digits.count % 2 == 0, "half a byte in \(text)")
  return ByteBuffer(bytes: stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
}

extension ByteBuffer {
  /// The readable bytes as digits, for comparing and for messages.
  var digits: String {
    readableBytesView.map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined(separator: " ")
  }

  /// Both buffers' bytes.
  static func + (a: ByteBuffer, b: ByteBuffer) -> ByteBuffer {
    var sum = a
    sum.writeImmutableBuffer(b)
    return sum
  }
}
