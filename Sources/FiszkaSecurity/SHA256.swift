import CSodium

/// SHA-256 (FIPS 180-4) by libsodium, fed piece by piece. A value: copies go on independently.
package struct SHA256: Sendable {
  /// Length of a digest.
  package static let byteCount = 32

  private var state = crypto_hash_sha256_state()

  package init() {
    crypto_hash_sha256_init(&state)
  }

  /// Adds bytes; none are fine.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    crypto_hash_sha256_update(&state, base.assumingMemoryBound(to: UInt8.self), UInt64(bytes.count))
  }

  /// The digest of all bytes so far, 32 of them. Nothing is to be added afterwards.
  package mutating func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.byteCount) { digest, count in
      crypto_hash_sha256_final(&state, digest.baseAddress.unsafelyUnwrapped)
      count = Self.byteCount
    }
  }

  /// The digest of `bytes`.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    return hash.finish()
  }
}
