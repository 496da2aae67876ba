/// Key and value pairs that travel with a request: ordered, keys repeated at will, keys compared without ASCII case.
package struct Metadata: Hashable, Sendable {
  /// One pair.
  package struct Entry: Hashable, Sendable {
    /// As it stands on the wire; `Metadata` writes lower case.
    package let key: String
    package let value: String
  }

  /// All pairs, in order.
  package private(set) var entries: [Entry] = []

  /// No pairs.
  package init() {}

  /// Takes received pairs as they are.
  init(received entries: [Entry]) {
    self.entries = entries
  }

  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a pair at the end, its key in lower case.
  package mutating func append(_ value: String, for key: String) {
    entries.append(Entry(key: Self.lowercase(key), value: value))
  }

  /// Removes every value of `key` and adds these at the end; none of them removes the key.
  package mutating func set(_ values: [String], for key: String) {
    entries.removeAll { Self.equal($0.key.utf8, key.utf8) }
    for value in values { append(value, for: key) }
  }

  /// The first value of `key`.
  package func first(_ key: String) -> String? {
    entries.first { Self.equal($0.key.utf8, key.utf8) }?.value
  }

  /// Every value of `key`, in order.
  package func all(_ key: String) -> [String] {
    entries.filter { Self.equal($0.key.utf8, key.utf8) }.map(\.value)
  }

  /// Why a request with these pairs would be refused; nil when it would not.
  package func refusal(_ limits: Limits) -> Refusal? {
    if entries.count > limits.metadataEntries { return .metadataEntries(limit: limits.metadataEntries) }
    let bytes = entries.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
    return bytes > limits.metadataBytes ? .metadataBytes(limit: limits.metadataBytes) : nil
  }

  /// Whether two keys are the same: byte for byte, A to Z like a to z.
  static func equal(_ a: some Sequence<UInt8>, _ b: some Sequence<UInt8>) -> Bool {
    a.elementsEqual(b) { lowercase($0) == lowercase($1) }
  }

  private static func lowercase(_ key: String) -> String {
    key.utf8.contains { $0 != lowercase($0) } ? String(decoding: key.utf8.map(lowercase), as: UTF8.self) : key
  }

  private static func lowercase(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
