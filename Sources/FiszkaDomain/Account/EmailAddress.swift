/// An address to sign in with.
///
/// Its syntax is that of a Mailbox in RFC 5321, section 4.1.2, with a Dot-string before the "@" and a Domain behind it (so no
/// quoted strings and no numeric addresses), with its length limits, and with RFC 6531's letters, marks and digits of every script.
/// A domain may have a single label, as those of a home network do. Nobody writes to it: whether it exists is not asked.
package struct EmailAddress: Hashable, Sendable {
  /// Most bytes in UTF-8: what fits into RFC 5321's Path of 256 with its brackets.
  package static let mostBytes = 254
  /// What an address must be, for errors.
  package static let rule = """
    is an address of at most \(mostBytes) bytes, such as ola@example.org: local part, "@", domain, without spaces and quotes.
    """

  /// Trimmed and composed (NFC), case kept.
  package let text: String
  /// What is compared: no two accounts have the same. Case does not matter, in the local part neither.
  package let key: TextKey

  /// Nil when it is no address.
  package init?(_ raw: String) {
    // Before any work on it; trimming may take some off.
    guard raw.utf8.count <= 2 * Self.mostBytes else { return nil }
    let text = FieldText.clean(raw).text
    guard text.utf8.count <= Self.mostBytes else { return nil }
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2, Self.isLocalPart(halves[0]), Self.isDomain(halves[1]) else { return nil }
    self.text = text
    key = TextKey(text)
    if key.text.utf8.count > Self.mostBytes { return nil }
  }

  private static func isLocalPart(_ text: Substring) -> Bool {
    guard text.utf8.count <= 64 else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.unicodeScalars.allSatisfy { isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains($0) }
    }
  }

  private static func isDomain(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else { return false }
      return label.unicodeScalars.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
    }
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) }
    if ScalarClass.isInvisible(scalar) { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
      .decimalNumber:
      return true
    default: return false
    }
  }
}
