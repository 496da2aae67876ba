/// The name of an account's owner, to show. Two may be the same.
package struct Nickname: Hashable, Sendable {
  /// What a nickname must be, for errors.
  package static let rule = "has 1 to 255 characters and no control characters."

  /// Trimmed and composed (NFC), 1 to 255 Unicode scalars.
  package let text: String
  /// What searches compare.
  package let key: TextKey

  /// Nil when it breaks the rule, or has nothing that can be seen.
  package init?(_ raw: String) {
    guard raw.utf8.count <= 16_384 else { return nil }
    let clean = FieldText.clean(raw)
    let hasControl = clean.text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    guard (1...255).contains(clean.length), !hasControl, !clean.hasUnreadableCharacter else { return nil }
    text = clean.text
    key = TextKey(clean.text)
    if key.isEmpty { return nil }
  }
}
