/// A text that can be spoken: trimmed, NFC, spaces of any kind folded into one, without control characters, 1 to 255 characters.
///
/// Case stays: "US" is not "us", and "Polish" is not "polish".
package struct SpeechText: Hashable, Sendable {
  /// Most characters, in Unicode scalars.
  package static let maximumLength = 255

  package let text: String

  /// Why a text is none.
  package enum Fault: Error, Hashable, Sendable {
    case empty
    case tooLong
    /// A control character other than those that are spaces, or bytes that were no text.
    case unreadable
  }

  package init(_ raw: String) throws(Fault) {
    let clean = FieldText.clean(raw)
    if clean.length == 0 { throw .empty }
    if clean.hasControlCharacter || clean.hasUnreadableCharacter { throw .unreadable }
    let folded = Self.folded(clean.text)
    // Only ASCII has as many scalars as bytes: the others are counted.
    if folded.utf8.count > Self.maximumLength, folded.unicodeScalars.count > Self.maximumLength { throw .tooLong }
    text = folded
  }

  private static func folded(_ text: String) -> String {
    let needsNothing = text.utf8.allSatisfy { $0 < 0x80 && !ScalarClass.isASCIISpace($0) }
    if needsNothing { return text }
    var result = String.UnicodeScalarView()
    var spaceIsDue = false
    for scalar in text.unicodeScalars where !ScalarClass.isInvisible(scalar) {
      if ScalarClass.isSpace(scalar) {
        spaceIsDue = !result.isEmpty
      } else {
        if spaceIsDue { result.append(" ") }
        spaceIsDue = false
        result.append(scalar)
      }
    }
    // What was dropped may have kept a letter and its mark apart.
    return FieldText.clean(String(result)).text
  }
}
