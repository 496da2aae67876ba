/// A `PageCursor` as the text that a client gets and sends back, bound to the list it came from.
///
/// Clients must not look inside. It is 32 hexadecimal digits: the key, then a check over key and filter. The check finds
/// mistakes; it is no secret, and a forged token only chooses another place in a list that the caller may read anyway.
package enum PageToken {
  /// The token for `cursor` in the list that `filter` describes.
  ///
  /// - Parameter filter: everything that chooses items and order, in any fixed form, such as "imports;uploaded_by=7".
  package static func text(for cursor: PageCursor, filter: String) -> String {
    let key = UInt64(bitPattern: cursor.lastKey)
    return hexadecimal(key) + hexadecimal(checksum(key: key, filter: filter))
  }

  /// The place a token names; nil when it is no token or came from a list with another filter.
  package static func cursor(from text: String, filter: String) -> PageCursor? {
    let digits = Array(text.utf8)
    guard digits.count == 32, let key = number(digits[..<16]), let check = number(digits[16...]) else { return nil }
    guard check == checksum(key: key, filter: filter) else { return nil }
    return PageCursor(lastKey: Int64(bitPattern: key))
  }

  /// FNV-1a with 64 bits: the same on every run and platform, unlike `Hasher`.
  private static func checksum(key: UInt64, filter: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: key >> UInt64(shift))) }
    for byte in filter.utf8 { add(byte) }
    return hash
  }

  private static func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    return value
  }
}
