/// The key of a clip: a SHA-256, written as 64 hexadecimal digits in lower case.
package struct ClipKey: Hashable, Sendable {
  /// The 32 bytes as four numbers: quicker to hash and to compare than an array.
  private let a, b, c, d: UInt64

  /// - Parameter digest: 32 bytes; nil for any other number.
  package init?(digest: [UInt8]) {
    guard digest.count == 32 else { return nil }
    func word(_ start: Int) -> UInt64 { digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
    (a, b, c, d) = (word(0), word(8), word(16), word(24))
  }

  /// Nil unless the text is 64 hexadecimal digits in lower case.
  package init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 64 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, digit) in digits.enumerated() {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      words[index / 16] = words[index / 16] << 4 | UInt64(value)
    }
    (a, b, c, d) = (words[0], words[1], words[2], words[3])
  }

  /// The 64 digits.
  package var text: String {
    String(unsafeUninitializedCapacity: 64) { output in
      var position = 0
      for word in [a, b, c, d] {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
          let digit = UInt8(truncatingIfNeeded: word >> shift & 0xF)
          output[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
          position += 1
        }
      }
      return 64
    }
  }
}
