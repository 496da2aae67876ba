/// The grammar of JSON numbers and their exact value as an integer.
enum JSONNumber {
  /// A number's value when looked at as an integer of up to 64 bits and a sign.
  enum Integer: Equatable {
    case whole(negative: Bool, magnitude: UInt64)
    case tooLarge
    case fractional
  }

  /// Offset after the longest number that starts at `start`, or nil when none does.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    func skipDigits() -> Bool {
      let first = position
      while position < bytes.count, isDigit(bytes[position]) { position += 1 }
      return position > first
    }
    func take(_ accepted: (UInt8) -> Bool) -> Bool {
      guard position < bytes.count, accepted(bytes[position]) else { return false }
      position += 1
      return true
    }
    _ = take { $0 == UInt8(ascii: "-") }
    if take({ $0 == UInt8(ascii: "0") }) {
      if position < bytes.count, isDigit(bytes[position]) { return nil }
    } else if !skipDigits() {
      return nil
    }
    if take({ $0 == UInt8(ascii: ".") }), !skipDigits() { return nil }
    if take({ $0 | 0x20 == UInt8(ascii: "e") }) {
      _ = take { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      if !skipDigits() { return nil }
    }
    return position
  }

  /// True when the whole text is one JSON number.
  static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { end(in: $0, from: 0) == $0.count }
  }

  /// The exact value of `text`, which is a JSON number; `1.0`, `1e3` and `10e-1` are whole. Linear in its length.
  static func integer(_ text: String) -> Integer {
    var text = text
    return text.withUTF8(integer)
  }

  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Integer {
    let negative = bytes.first == UInt8(ascii: "-")
    var position = negative ? 1 : 0
    // The digits without their trailing zeros, and the power of ten that those zeros and the point stand for.
    var magnitude: UInt64? = 0
    var trailingZeros = 0
    var fractionDigits = 0
    var inFraction = false
    while position < bytes.count, bytes[position] | 0x20 != UInt8(ascii: "e") {
      defer { position += 1 }
      guard isDigit(bytes[position]) else {
        inFraction = true
        continue
      }
      if inFraction { fractionDigits += 1 }
      let digit = bytes[position] - UInt8(ascii: "0")
      if digit == 0 {
        trailingZeros += 1
      } else {
        magnitude = magnitude.flatMap { times10($0, trailingZeros + 1) }.flatMap { plus($0, digit) }
        trailingZeros = 0
      }
    }
    if magnitude == 0 { return .whole(negative: false, magnitude: 0) }
    let power = exponent(bytes[position...]) + trailingZeros - fractionDigits
    if power < 0 { return .fractional }
    guard let whole = magnitude.flatMap({ times10($0, power) }) else { return .tooLarge }
    return .whole(negative: negative, magnitude: whole)
  }

  /// The exponent that starts with `e`, held within ±1,000,000,000; 0 when there is none.
  private static func exponent(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var value = 0
    for byte in bytes where isDigit(byte) { value = min(value * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000) }
    return bytes.dropFirst().first == UInt8(ascii: "-") ? -value : value
  }

  private static func times10(_ value: UInt64, _ power: Int) -> UInt64? {
    if value == 0 { return 0 }
    var product = value
    for _ in 0..<power {
      let (next, overflow) = product.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      product = next
    }
    return product
  }

  private static func plus(_ value: UInt64, _ digit: UInt8) -> UInt64? {
    let (sum, overflow) = value.addingReportingOverflow(UInt64(digit))
    return overflow ? nil : sum
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
