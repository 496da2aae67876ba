/// From where admins may act as such: this machine, and the networks that its operator lists.
package struct AdminNetworks: Hashable, Sendable {
  /// What holds unless something else is set: the network of many a home.
  package static let standard = AdminNetworks([IPNetwork(of: IPAddress(v4: 0xC0A8_0100), prefixBits: 120)])

  private let networks: [IPNetwork]

  package init(_ networks: [IPNetwork]) {
    self.networks = networks
  }

  /// Whether a caller with this address is inside; loopback addresses always are.
  package func contains(_ address: IPAddress) -> Bool {
    address.isLoopback || networks.contains { $0.contains(address) }
  }
}
