extension String {
  /// Appends a number that is not negative, with zeros before it up to `width` digits.
  mutating func append(padded value: Int64, to width: Int) {
    let digits = String(value)
    append(String(repeating: "0", count: max(0, width - digits.utf8.count)))
    append(digits)
  }

  /// Appends a point and 3, 6 or 9 digits for 0 to 999,999,999 nanoseconds; nothing for 0.
  mutating func append(fraction nanoseconds: Int32) {
    guard nanoseconds != 0 else { return }
    append(".")
    let value = Int64(nanoseconds)
    if value % 1_000_000 == 0 {
      append(padded: value / 1_000_000, to: 3)
    } else if value % 1000 == 0 {
      append(padded: value / 1000, to: 6)
    } else {
      append(padded: value, to: 9)
    }
  }
}
