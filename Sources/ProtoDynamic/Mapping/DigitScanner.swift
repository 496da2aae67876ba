/// Reads decimal digits and single characters from the front of a short ASCII text.
struct DigitScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes `character` if it is next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  /// The value of exactly `count` digits, nil when there are fewer.
  mutating func digits(_ count: Int) -> Int64? {
    let before = rest.count
    let value = digits(upTo: count)
    return before - rest.count == count ? value : nil
  }

  /// The value of 1 to `count` digits, as many as are there; nil when there is none. `count` is at most 18.
  mutating func digits(upTo count: Int) -> Int64? {
    var value: Int64 = 0
    var taken = 0
    while taken < count, let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      rest.removeFirst()
      taken += 1
    }
    return taken > 0 ? value : nil
  }

  /// Nanoseconds from a point with 1 to 9 digits; 0 without a point, nil for a point without digits.
  mutating func fraction() -> Int64? {
    guard take(".") else { return 0 }
    let before = rest.count
    guard var value = digits(upTo: 9) else { return nil }
    for _ in (before - rest.count)..<9 { value *= 10 }
    return value
  }
}
