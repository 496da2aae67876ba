/// A field of a word that an import can fill. The raw value is its name in files, in the contract and in the database.
package enum ImportField: String, Hashable, Sendable, Codable, CaseIterable {
  case english
  case polish
  case example
  case tags
  case phoneticHint = "phonetic_hint"

  /// The most Unicode scalars the field may have after NFC; for `tags` those of one tag.
  package var maximumLength: Int { self == .example ? 1_000 : 255 }
}
