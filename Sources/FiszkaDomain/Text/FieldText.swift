import Foundation

/// The text of a field as it is kept: trimmed and in Unicode's composed form, NFC.
///
/// Trimmed at both ends are white space of any kind, with no-break spaces, and what `ScalarClass.isInvisible` names, with the
/// byte order mark. Inside nothing is changed but the form. Cleaning text twice gives the same as once.
package struct FieldText: Hashable, Sendable {
  package let text: String
  /// Length in Unicode scalars after NFC: the unit of every length limit.
  package let length: Int
  /// True when it has a control character that no field may have.
  package let hasControlCharacter: Bool
  /// True when it has U+FFFD, which decoding puts where bytes are not text, or more marks on a letter than `MarkRun` allows;
  /// then it may not be composed.
  package let hasUnreadableCharacter: Bool

  /// The text as it is kept: NFC, trimmed, with what was noticed on the way.
  package static func clean(_ raw: String) -> FieldText {
    var raw = raw
    let plain = raw.withUTF8 { Plain($0) }
    guard let plain else { return cleanSlowly(raw) }
    let whole = plain.range.count == raw.utf8.count
    return FieldText(
      text: whole ? raw : raw.withUTF8 { String(decoding: UnsafeBufferPointer(rebasing: $0[plain.range]), as: UTF8.self) },
      length: plain.length, hasControlCharacter: plain.hasControlCharacter, hasUnreadableCharacter: false)
  }

  private static func cleanSlowly(_ raw: String) -> FieldText {
    func isEdge(_ scalar: Unicode.Scalar) -> Bool { ScalarClass.isSpace(scalar) || ScalarClass.isInvisible(scalar) }
    let scalars = raw.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isEdge($0) }), let last = scalars.lastIndex(where: { !isEdge($0) }) else {
      return FieldText(text: "", length: 0, hasControlCharacter: false, hasUnreadableCharacter: false)
    }
    let trimmed = scalars[first...last]
    var isUnreadable = MarkRun.exceeds(in: trimmed)
    let text = isUnreadable ? String(trimmed) : String(trimmed).precomposedStringWithCanonicalMapping
    var length = 0
    var hasControl = false
    var run = MarkRun()
    for scalar in text.unicodeScalars {
      length += 1
      if ScalarClass.isForbiddenControl(scalar) { hasControl = true }
      if scalar.value == 0xFFFD || run.exceeds(with: scalar) { isUnreadable = true }
    }
    return FieldText(text: text, length: length, hasControlCharacter: hasControl, hasUnreadableCharacter: isUnreadable)
  }

  /// What one pass over the bytes finds in text that needs no Unicode tables: scalars below U+0300, which are composed
  /// already, without the few that need care, and dashes and quotes.
  private struct Plain {
    /// The bytes that trimming leaves.
    let range: Range<Int>
    let length: Int
    let hasControlCharacter: Bool

    /// Nil when the text needs the tables.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
      var start = 0
      var end = bytes.count
      while start < end, ScalarClass.isASCIISpace(bytes[start]) { start += 1 }
      while start < end, ScalarClass.isASCIISpace(bytes[end - 1]) { end -= 1 }
      var continuations = 0
      var hasControl = false
      for position in start..<end {
        let byte = bytes[position]
        if byte >= 0x80 {
          if byte < 0xC0 {
            continuations += 1
          } else if byte == 0xC2 {
            if bytes[position + 1] <= 0xA0 || bytes[position + 1] == 0xAD { return nil }
          } else if byte > 0xCB && !ScalarClass.isPunctuation(bytes, at: position) {
            return nil
          }
        } else if byte < 0x20 || byte == 0x7F {
          if byte != 0x09 && byte != 0x0A && byte != 0x0D { hasControl = true }
        }
      }
      range = start..<end
      length = end - start - continuations
      hasControlCharacter = hasControl
    }
  }
}
