/// An IPv4 or IPv6 address.
///
/// An IPv4-mapped IPv6 address (::ffff:192.0.2.1) is the IPv4 address: both are equal and hash alike.
package struct IPAddress: Hashable, Sendable {
  /// The 128 bits of the IPv6 form, the first 64 and the last 64.
  let high: UInt64
  let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// An IPv4 address: its four bytes, the first one highest.
  package init(v4 bits: UInt32) {
    high = 0
    low = Self.mappedPrefix | UInt64(bits)
  }

  /// An IPv6 address, IPv4-mapped or not.
  ///
  /// - Parameter bytes: 16, in network order; of any other number nil comes back.
  package init?(v6 bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What precedes an IPv4 address in the last 64 bits of its mapped form.
  static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

  /// Whether this is an IPv4 address, mapped or not.
  package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether only this machine has the address: 127.0.0.0/8 and ::1.
  package var isLoopback: Bool {
    high == 0 && (low == 1 || low >> 24 == (Self.mappedPrefix | 0x7F00_0000) >> 24)
  }

  /// Whether it stands for every address of the machine that listens on it: 0.0.0.0 and ::.
  package var isWildcard: Bool { high == 0 && (low == 0 || low == Self.mappedPrefix) }
}
