import Testing

@testable import FiszkaDomain

/// The proxies are 192.168.1.2 and 10.9.0.0/16, and 127.0.0.1; the front end is user 33; the admin network is the standard one.
@Suite struct OriginRulesTests {
  private let rules: OriginRules

  init() throws {
    rules = OriginRules(
      proxies: try ["192.168.1.2", "10.9.0.0/16", "127.0.0.1", "fd00::5"].map { try #require(IPNetwork($0)) }, frontEnds: [33])
  }

  private func origin(_ peer: String, _ forwarded: String...) throws -> ClientOrigin {
    rules.origin(of: .ip(try #require(IPAddress(peer))), forwarded: forwarded)
  }

  @Test(arguments: [
    ("127.0.0.1", "ip:127.0.0.1", true), ("127.8.0.1", "ip:127.8.0.1", true), ("::1", "ip:::/64", true),
    ("192.168.1.77", "ip:192.168.1.77", true), ("::ffff:192.168.1.77", "ip:192.168.1.77", true),
    ("192.168.2.77", "ip:192.168.2.77", false), ("10.0.0.5", "ip:10.0.0.5", false),
    ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::/64", false), ("fd00::5", "ip:fd00::/64", false),
  ]) func aPeerThatForwardsNothingSpeaksForItself(peer: String, key: String, isInside: Bool) throws {
    #expect(try origin(peer) == ClientOrigin(limitKey: key, isInAdminNetwork: isInside))
  }

  @Test func aUnixPeerIsInsideAndCountedByItsUser() {
    #expect(
      rules.origin(of: .unix(userID: 1_000), forwarded: []) == ClientOrigin(limitKey: "uid:1000", isInAdminNetwork: true))
  }

  @Test func aPeerThatTheKernelDoesNotTellIsOutside() {
    #expect(rules.origin(of: .unknown, forwarded: []) == ClientOrigin(limitKey: "unknown", isInAdminNetwork: false))
    #expect(rules.origin(of: .unknown, forwarded: ["127.0.0.1"]).isInAdminNetwork == false)
  }

  @Test(arguments: ["192.168.1.3", "10.0.0.5", "::1", "127.0.0.2"], ["192.168.1.50", "127.0.0.1", "", "nonsense"])
  func whatAnUnlistedPeerForwardsPutsItOutside(peer: String, forwarded: String) throws {
    let alone = try origin(peer)
    #expect(try origin(peer, forwarded) == ClientOrigin(limitKey: alone.limitKey, isInAdminNetwork: false))
  }

  @Test func whatAnUnlistedUserForwardsPutsItOutside() {
    for user: UInt32 in [0, 1_000] {
      #expect(
        rules.origin(of: .unix(userID: user), forwarded: ["192.168.1.50"])
          == ClientOrigin(limitKey: "uid:\(user)", isInAdminNetwork: false))
    }
  }

  @Test(arguments: [
    ("192.168.1.50", "ip:192.168.1.50", true), ("10.0.0.5", "ip:10.0.0.5", false),
    ("::ffff:192.168.1.50", "ip:192.168.1.50", true), ("2001:db8::1", "ip:2001:db8::/64", false),
    ("\t 192.168.1.50 \t", "ip:192.168.1.50", true),
    // Whatever stands left of the client is only what the client says.
    ("192.168.1.50, 10.0.0.5", "ip:10.0.0.5", false), ("127.0.0.1,10.0.0.5", "ip:10.0.0.5", false),
    ("nonsense,,10.0.0.5", "ip:10.0.0.5", false), ("10.0.0.5,192.168.1.50", "ip:192.168.1.50", true),
    // Listed proxies are passed over.
    ("10.0.0.5, 10.9.1.1", "ip:10.0.0.5", false), ("192.168.1.50,10.9.1.1,10.9.2.2", "ip:192.168.1.50", true),
    ("1.1.1.1, 10.0.0.5, 192.168.1.2, 10.9.1.1", "ip:10.0.0.5", false), ("10.9.1.1", "ip:10.9.1.1", false),
    ("192.168.1.2", "ip:192.168.1.2", true), ("10.9.2.2, 192.168.1.2, 10.9.1.1", "ip:10.9.2.2", false),
  ]) func aListedProxyIsBelievedFromTheRight(forwarded: String, key: String, isInside: Bool) throws {
    let expected = ClientOrigin(limitKey: key, isInAdminNetwork: isInside)
    #expect(try origin("10.9.0.1", forwarded) == expected)
    #expect(rules.origin(of: .unix(userID: 33), forwarded: [forwarded]) == expected)
    #expect(try origin("::ffff:10.9.0.1", forwarded) == expected)
  }

  @Test func severalEntriesAreOneListInTheirOrder() throws {
    #expect(try origin("10.9.0.1", "192.168.1.50", "10.0.0.5").limitKey == "ip:10.0.0.5")
    #expect(try origin("10.9.0.1", "10.0.0.5", "192.168.1.50").limitKey == "ip:192.168.1.50")
    #expect(try origin("10.9.0.1", "10.0.0.5, 192.168.1.50", "10.9.1.1, 10.9.1.2", "10.9.1.3").limitKey == "ip:192.168.1.50")
  }

  @Test(arguments: [
    "", " ", ",", "nonsense", "192.168.1.50,", "192.168.1.50, ", "192.168.1.50:80", "[::1]", "192.168.1.050", "192.168.1.50;",
    "\"192.168.1.50\"", "for=192.168.1.50", "192.168.1.50 10.0.0.5", "unknown", "192.168.1.50,nonsense,10.9.1.1",
    "192.168.1.50,,10.9.1.1", "\u{a0}192.168.1.50", "192.168.1.50\r\n", "fe80::1%eth0",
  ]) func whatCannotBeReadPutsTheCallOutsideAndCountsItsPeer(forwarded: String) throws {
    let expected = ClientOrigin(limitKey: "ip:127.0.0.1", isInAdminNetwork: false)
    #expect(try origin("127.0.0.1", forwarded) == expected)
    #expect(try origin("127.0.0.1", "192.168.1.50", forwarded) == expected)
  }

  @Test func aForwardedLoopbackAddressIsTheTellersMachine() throws {
    // A proxy on this machine, or a front end, speaks of this machine.
    #expect(try origin("127.0.0.1", "::1") == ClientOrigin(limitKey: "ip:::/64", isInAdminNetwork: true))
    #expect(
      rules.origin(of: .unix(userID: 33), forwarded: ["127.0.0.5"])
        == ClientOrigin(limitKey: "ip:127.0.0.5", isInAdminNetwork: true))
    // One on another machine speaks of that.
    #expect(try origin("10.9.0.1", "127.0.0.1") == ClientOrigin(limitKey: "ip:10.9.0.1", isInAdminNetwork: false))
    #expect(try origin("192.168.1.2", "::1") == ClientOrigin(limitKey: "ip:192.168.1.2", isInAdminNetwork: true))
    #expect(try origin("127.0.0.1", "127.0.0.1, 10.9.0.1") == ClientOrigin(limitKey: "ip:10.9.0.1", isInAdminNetwork: false))
  }

  @Test func moreProxiesThanAnyoneHasPutTheCallOutside() throws {
    let proxies = { (count: Int) in Array(repeating: "10.9.1.1", count: count).joined(separator: ",") }
    #expect(try origin("10.9.0.1", "192.168.1.50," + proxies(15)).limitKey == "ip:192.168.1.50")
    let tooMany = try origin("10.9.0.1", "192.168.1.50," + proxies(16))
    #expect(tooMany == ClientOrigin(limitKey: "ip:10.9.0.1", isInAdminNetwork: false))
    #expect(try origin("10.9.0.1", proxies(100_000)).isInAdminNetwork == false)
  }

  @Test func addressesOfOneIPv6NetworkAreCountedTogether() throws {
    #expect(try origin("2001:db8:1:2::1").limitKey == origin("2001:db8:1:2:ffff:ffff:ffff:ffff").limitKey)
    #expect(try origin("2001:db8:1:2::1").limitKey != origin("2001:db8:1:3::1").limitKey)
  }

  @Test func onlyTheListedNetworksAreInsideBesidesLoopback() throws {
    let rules = OriginRules(adminNetworks: AdminNetworks([try #require(IPNetwork("2001:db8::/32"))]))
    let isInside = { (text: String) in rules.origin(of: .ip(try #require(IPAddress(text))), forwarded: []).isInAdminNetwork }
    #expect(try isInside("2001:db8:ffff::1"))
    #expect(try isInside("127.0.0.1"))
    #expect(try isInside("::1"))
    #expect(try !isInside("192.168.1.50"))
    let none = OriginRules(adminNetworks: AdminNetworks([]))
    #expect(none.origin(of: .unix(userID: 5), forwarded: []).isInAdminNetwork)
    #expect(none.origin(of: .ip(try #require(IPAddress("192.168.1.1"))), forwarded: []).isInAdminNetwork == false)
  }
}
