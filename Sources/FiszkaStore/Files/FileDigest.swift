/// SHA-256, fed piece by piece. The store links no cryptography: the program gives it one.
package protocol FileDigest {
  /// Adds bytes; none are fine.
  mutating func update(_ bytes: UnsafeRawBufferPointer)

  /// - Returns: 32 bytes. Nothing may be added afterwards.
  mutating func finish() -> [UInt8]
}
