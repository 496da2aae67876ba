/// SHA-256 of a session's token: what is kept of it.
package struct TokenHash: Hashable, Sendable {
  /// 32 bytes.
  package let bytes: [UInt8]

  /// Nil unless there are 32 bytes.
  package init?(_ bytes: [UInt8]) {
    if bytes.count != 32 { return nil }
    self.bytes = bytes
  }

  /// Its first eight bytes are as good as any hash.
  package func hash(into hasher: inout Hasher) {
    for byte in bytes.prefix(8) { hasher.combine(byte) }
  }
}
