/// The tags of a word, in the order given, each once.
package struct TagList: Hashable, Sendable {
  /// Most tags one word may have.
  package static let maximumCount = 100

  /// Trimmed, not empty, different as `TextKey`; none holds a separator.
  package let values: [String]

  /// No tags.
  package init() {
    values = []
  }

  /// Tags from one text: split at semicolons, commas, vertical bars and line breaks, but not at spaces, since tags such as
  /// "phrasal verbs" have them. Empty tags are dropped; of tags with the same key the first stays. Reading ends with the first
  /// tag beyond `maximumCount`, which is kept to be seen.
  package init(parsing text: String) {
    var values: [String] = []
    var keys: [TextKey] = []
    var rest = text.utf8[...]
    while !rest.isEmpty && values.count <= Self.maximumCount {
      let end = rest.firstIndex(where: Self.isSeparator) ?? rest.endIndex
      let tag = FieldText.clean(String(Substring(rest[..<end]))).text
      rest = rest[end...].dropFirst()
      if tag.isEmpty { continue }
      let key = TextKey(tag)
      if keys.contains(key) { continue }
      values.append(tag)
      keys.append(key)
    }
    self.values = values
  }

  private init(values: [String]) {
    self.values = values
  }

  /// The tags as one text that `init(parsing:)` reads back: what is kept in the database.
  package var text: String { values.joined(separator: "; ") }

  package var isEmpty: Bool { values.isEmpty }

  /// At most `maximumCount` tags of at most `length` Unicode scalars.
  func cut(toLength length: Int) -> TagList {
    TagList(values: values.prefix(Self.maximumCount).map { String($0.unicodeScalars.prefix(length)) })
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "|"), 0x0A, 0x0D: true
    default: false
    }
  }
}
