/// Tells where calls come from: whose word for it is taken, and where admins may act as such.
package struct OriginRules: Sendable {
  /// Most proxies one behind the other; a longer list of addresses is nobody's.
  static let mostProxies = 16

  private let adminNetworks: AdminNetworks
  private let proxies: [IPNetwork]
  private let frontEnds: Set<UInt32>

  /// - Parameters:
  ///   - proxies: TCP peers whose forwarded addresses are believed.
  ///   - frontEnds: ids of users of this machine of whom the same holds over a Unix socket.
  package init(adminNetworks: AdminNetworks = .standard, proxies: [IPNetwork] = [], frontEnds: Set<UInt32> = []) {
    self.adminNetworks = adminNetworks
    self.proxies = proxies
    self.frontEnds = frontEnds
  }

  /// Where a call comes from.
  ///
  /// Of a believed peer the addresses are read from the right end, each told by the one behind it: listed proxies are passed
  /// over, and the first other address is the client, what stands left of it being only what that client says. When all are
  /// proxies, the leftmost is the client. An address that is none, where one is read, puts the call outside; so does any
  /// forwarded address of a peer that is not believed. Such calls are counted by their peer.
  ///
  /// - Parameter forwarded: every value of `x-forwarded-for`, in order; none: the peer speaks for itself.
  package func origin(of peer: OriginPeer, forwarded: [String]) -> ClientOrigin {
    if forwarded.isEmpty { return ClientOrigin(limitKey: peer.limitKey, isInAdminNetwork: isInside(peer)) }
    guard isBelieved(peer), let client = client(behind: peer, forwarded) else {
      return ClientOrigin(limitKey: peer.limitKey, isInAdminNetwork: false)
    }
    return ClientOrigin(limitKey: client.limitKey, isInAdminNetwork: isInside(client))
  }

  private func isInside(_ peer: OriginPeer) -> Bool {
    switch peer {
    case .unix: true
    case .ip(let address): adminNetworks.contains(address)
    case .unknown: false
    }
  }

  private func isBelieved(_ peer: OriginPeer) -> Bool {
    switch peer {
    case .unix(let userID): frontEnds.contains(userID)
    case .ip(let address): proxies.contains { $0.contains(address) }
    case .unknown: false
    }
  }

  /// Nil when what must be read cannot be.
  private func client(behind peer: OriginPeer, _ forwarded: [String]) -> OriginPeer? {
    var teller = peer
    var hops = 0
    for value in forwarded.reversed() {
      var rest = value.utf8[...]
      while true {
        let comma = rest.lastIndex(of: UInt8(ascii: ","))
        let element = comma.map { rest[rest.index(after: $0)...] } ?? rest
        guard hops < Self.mostProxies, let address = IPAddress(Substring(Self.trimmed(element))) else { return nil }
        // A loopback address is the teller's own machine, which need not be this one.
        let told = address.isLoopback ? teller.machine(at: address) : .ip(address)
        if !isBelieved(told) { return told }
        teller = told
        hops += 1
        guard let comma else { break }
        rest = rest[..<comma]
      }
    }
    return teller
  }

  /// Without blanks and tabs at both ends.
  private static func trimmed(_ element: Substring.UTF8View) -> Substring.UTF8View {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    guard let first = element.firstIndex(where: { !isBlank($0) }), let last = element.lastIndex(where: { !isBlank($0) }) else {
      return element[element.endIndex...]
    }
    return element[first...last]
  }
}

extension OriginPeer {
  /// Who has the loopback address that this one tells of.
  fileprivate func machine(at loopback: IPAddress) -> OriginPeer {
    if case .ip(let own) = self, !own.isLoopback { return self }
    return .ip(loopback)
  }

  /// See `ClientOrigin.limitKey`.
  fileprivate var limitKey: String {
    switch self {
    case .unix(let userID): "uid:\(userID)"
    case .ip(let address): address.isIPv4 ? "ip:\(address)" : "ip:\(IPNetwork(of: address, prefixBits: 64))"
    case .unknown: "unknown"
    }
  }
}
