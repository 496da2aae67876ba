import NIOCore

/// A received request's metadata, checked, of which strings are made only when asked for.
package struct RequestMetadata: Sendable {
  /// Where a pair's key and value lie in the envelope, from its first byte.
  struct Entry: Hashable, Sendable {
    var key = 0..<0
    var value = 0..<0
  }

  /// Nil where there are no pairs, so that no call keeps its request's memory for nothing.
  private let envelope: ByteBuffer?
  private let entries: [Entry]

  init(envelope: ByteBuffer, entries: [Entry]) {
    self.envelope = envelope
    self.entries = entries
  }

  /// No pairs.
  init() {
    envelope = nil
    entries = []
  }

  /// How many pairs there are, repeated keys included.
  package var count: Int { entries.count }
  package var isEmpty: Bool { entries.isEmpty }

  /// The first value of `key`, compared without ASCII case. Costs nothing where there are no pairs.
  package func first(_ key: String) -> String? {
    guard let envelope else { return nil }
    return envelope.withUnsafeReadableBytes { bytes in
      entries.first { Metadata.equal(bytes[$0.key], key.utf8) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }
  }

  /// Every value of `key`, in order, compared without ASCII case. Costs nothing where there are no pairs.
  package func all(_ key: String) -> [String] {
    guard let envelope else { return [] }
    return envelope.withUnsafeReadableBytes { bytes in
      entries.filter { Metadata.equal(bytes[$0.key], key.utf8) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }
  }

  /// All pairs as strings.
  package func list() -> Metadata {
    guard let envelope else { return Metadata() }
    return envelope.withUnsafeReadableBytes { bytes in
      Metadata(
        received: entries.map { entry in
          Metadata.Entry(
            key: String(decoding: bytes[entry.key], as: UTF8.self),
            value: String(decoding: bytes[entry.value], as: UTF8.self))
        })
    }
  }
}
