import Foundation

/// The form of a text that is compared where people mean the same word: what the key columns of the database hold.
///
/// In this order: characters that `ScalarClass.isInvisible` names are dropped; every run of white space of any kind becomes
/// one space, none at the ends; marks beyond `MarkRun.maximumLength` on one letter are dropped; NFC; each scalar's lowercase mapping from the Unicode tables, without locale and context
/// (Ł → ł, İ → i with a dot above, Σ → σ everywhere, ẞ → ß); NFC again. Letters with marks stay themselves: ł is not l, and ß
/// is not ss. The key of a key is itself. All of Polish and English takes a path without Unicode tables.
package struct TextKey: Hashable, Sendable {
  package let text: String

  package init(_ raw: String) {
    var raw = raw
    text = raw.withUTF8(Self.plainKey) ?? Self.slowKey(raw)
  }

  package var isEmpty: Bool { text.isEmpty }

  private static func slowKey(_ raw: String) -> String {
    var folded = String.UnicodeScalarView()
    var spaceIsDue = false
    for scalar in raw.unicodeScalars where !ScalarClass.isInvisible(scalar) {
      if ScalarClass.isSpace(scalar) {
        spaceIsDue = !folded.isEmpty
      } else {
        if spaceIsDue { folded.append(" ") }
        spaceIsDue = false
        folded.append(scalar)
      }
    }
    var lowered = ""
    for scalar in MarkRun.limited(String(folded)).precomposedStringWithCanonicalMapping.unicodeScalars {
      lowered += scalar.properties.lowercaseMapping
    }
    // A mark may have become two.
    return MarkRun.limited(lowered.precomposedStringWithCanonicalMapping)
  }

  /// The key of a text of ASCII, Latin letters up to U+017F, dashes and quotes, written in one pass; nil when it needs the
  /// tables.
  private static func plainKey(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var needsTables = false
    let key = String(unsafeUninitializedCapacity: bytes.count) { output in
      var length = 0
      var spaceIsDue = false
      var position = 0
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if ScalarClass.isASCIISpace(byte) {
          spaceIsDue = length > 0
          continue
        }
        if spaceIsDue {
          output[length] = 0x20
          length += 1
          spaceIsDue = false
        }
        if byte < 0x80 {
          output[length] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
          length += 1
        } else if ScalarClass.isPunctuation(bytes, at: position - 1) {
          for offset in 0..<3 { output[length + offset] = bytes[position - 1 + offset] }
          length += 3
          position += 2
        } else if let (first, second) = lowercase(byte, bytes[position]) {
          output[length] = first
          output[length + 1] = second
          length += 2
          position += 1
        } else {
          needsTables = true
          return 0
        }
      }
      return length
    }
    return needsTables ? nil : key
  }

  /// Lowercase of a scalar from U+00A1 to U+017F as its two UTF-8 bytes, which is two bytes too; nil for all others, and for
  /// soft hyphen and İ.
  private static func lowercase(_ first: UInt8, _ second: UInt8) -> (UInt8, UInt8)? {
    guard (0xC2...0xC5).contains(first) else { return nil }
    let scalar = UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
    var lower = scalar
    switch scalar {
    case 0x80...0xA0, 0xAD, 0x130: return nil
    case 0xC0...0xDE where scalar != 0xD7: lower = scalar + 0x20
    case 0x100...0x137, 0x14A...0x177: lower = scalar | 1
    case 0x139...0x148, 0x179...0x17E: lower = scalar + (scalar & 1)
    case 0x178: lower = 0xFF
    default: break
    }
    return (0xC0 | UInt8(lower >> 6), 0x80 | UInt8(lower & 0x3F))
  }
}
