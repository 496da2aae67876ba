/// Where a call comes from, after forwarded addresses were believed or not.
package struct ClientOrigin: Hashable, Sendable {
  /// What attempts are counted by: "ip:" and an address (of IPv6 its /64 network), or "uid:" and the id of a Unix peer.
  package let limitKey: String
  /// Whether the call comes from where admins may act as such: loopback, the Unix socket, the configured networks.
  package let isInAdminNetwork: Bool

  package init(limitKey: String, isInAdminNetwork: Bool) {
    self.limitKey = limitKey
    self.isInAdminNetwork = isInAdminNetwork
  }
}
