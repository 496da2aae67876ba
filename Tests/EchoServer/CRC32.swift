/// The CRC-32 of zlib and PNG: polynomial 0xEDB88320 reflected, all ones before and after (RFC 1952, section 8).
package struct CRC32: Sendable {
  private static let table = (0..<256).map { index -> UInt32 in
    var value = UInt32(index)
    for _ in 0..<8 {
      let half = value >> 1
      value = value & 1 == 1 ? half ^ 0xEDB8_8320 : half
    }
    return value
  }

  private var register = UInt32.max

  package init() {}

  /// Of all that was added so far.
  package var value: UInt32 { ~register }

  /// Adds bytes behind those added before.
  package mutating func add(_ bytes: [UInt8]) {
    for byte in bytes { register = register >> 8 ^ Self.table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] }
  }
}
