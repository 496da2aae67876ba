/// All addresses that begin with the same bits.
package struct IPNetwork: Hashable, Sendable {
  /// The lowest address.
  package let base: IPAddress
  /// How many bits of the IPv6 form are the same, 0 to 128; of an IPv4 network 96 to 128.
  let prefixBits: Int

  /// The network of `prefixBits` that `address` is in.
  init(of address: IPAddress, prefixBits: Int) {
    let mask = Self.mask(prefixBits)
    base = IPAddress(high: address.high & mask.high, low: address.low & mask.low)
    self.prefixBits = prefixBits
  }

  /// Reads "192.168.1.0/24", "fd00::/8", or one address.
  ///
  /// Strict: nil where bits behind the prefix are set, which is as often a wrong prefix as a wrong address.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.prefix(IPAddress.longestText + 5))
    let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
    guard let address = IPAddress(String(decoding: bytes[..<slash], as: UTF8.self)) else { return nil }
    // Written with dots alone, a prefix counts from the IPv4 address on; in the mapped form from the whole.
    let isDotted = !bytes[..<slash].contains(UInt8(ascii: ":"))
    var prefix = 128
    if slash != bytes.endIndex {
      guard let number = DecimalNumber.read(bytes[(slash + 1)...], upTo: isDotted ? 32 : 128) else { return nil }
      prefix = isDotted ? number + 96 : number
    }
    self.init(of: address, prefixBits: prefix)
    guard base == address else { return nil }
  }

  /// Whether `address` is one of the network's. No IPv4 address is in an IPv6 network, not even in ::/0.
  package func contains(_ address: IPAddress) -> Bool {
    let mask = Self.mask(prefixBits)
    return base.high == address.high & mask.high && base.low == address.low & mask.low && isIPv4 == address.isIPv4
  }

  private var isIPv4: Bool { prefixBits >= 96 && base.isIPv4 }

  private static func mask(_ bits: Int) -> (high: UInt64, low: UInt64) {
    // Shifting by 64 gives 0 here: these shifts do not wrap.
    (bits >= 64 ? .max : ~(UInt64.max >> bits), bits <= 64 ? 0 : ~(UInt64.max >> (bits - 64)))
  }
}

extension IPNetwork: CustomStringConvertible {
  /// The form that `init(_:)` reads.
  package var description: String { isIPv4 ? "\(base)/\(prefixBits - 96)" : "\(base)/\(prefixBits)" }
}
