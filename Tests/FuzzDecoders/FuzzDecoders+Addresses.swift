import FiszkaDomain
import Glibc

extension FuzzDecoders {
  private static let rules = OriginRules(
    proxies: ["127.0.0.1", "10.9.0.0/16", "fd00::/8"].compactMap { IPNetwork($0) }, frontEnds: [33])

  /// Lines of text as addresses, as networks, and all together as forwarded addresses: the system reads the same addresses, what
  /// is written is read back, and nobody gets inside through a peer that is not believed.
  @Sendable public static func addresses(_ bytes: UnsafeRawBufferPointer) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for line in lines {
      let address = IPAddress(line)
      precondition(address == reference(line), "The system reads another address in \(line).")
      if let address { precondition(IPAddress(address.description) == address, "\(address) is not read back.") }
      guard let network = IPNetwork(line) else { continue }
      precondition(IPNetwork(network.description) == network, "\(network) is not read back.")
      precondition(network.contains(network.base), "\(network) is without its first address.")
    }
    _ = rules.origin(of: .unix(userID: 33), forwarded: lines)
    for peer in [OriginPeer.unix(userID: 0), .ip(IPAddress(v4: 0xC0A8_0105)), .unknown] {
      precondition(!rules.origin(of: peer, forwarded: lines).isInAdminNetwork, "\(peer) got inside by what it forwards.")
    }
  }

  /// What inet_pton makes of the text.
  private static func reference(_ text: String) -> IPAddress? {
    if text.utf8.contains(0) { return nil }
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return IPAddress(v4: UInt32(bigEndian: four.s_addr)) }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    return withUnsafeBytes(of: six) { IPAddress(v6: $0) }
  }
}
