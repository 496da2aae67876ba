/// Counts the combining marks that follow one another in a text.
///
/// Putting a run of marks in order takes steps by the square of its length, so that a field of nothing but marks could hold a
/// server for minutes. No language puts more than a few on a letter; Unicode's stream-safe format allows 30.
struct MarkRun {
  static let maximumLength = 32

  private var length = 0

  /// Takes the next scalar. True when it is a mark beyond the most that may follow one another.
  mutating func exceeds(with scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x300 || scalar.properties.canonicalCombiningClass == .notReordered {
      length = 0
      return false
    }
    length += 1
    return length > Self.maximumLength
  }

  static func exceeds(in text: some Sequence<Unicode.Scalar>) -> Bool {
    var run = MarkRun()
    return text.contains { run.exceeds(with: $0) }
  }

  /// The text without the marks that are too many.
  static func limited(_ text: String) -> String {
    if !exceeds(in: text.unicodeScalars) { return text }
    var run = MarkRun()
    return String(text.unicodeScalars.filter { !run.exceeds(with: $0) })
  }
}
