import Testing

@testable import FiszkaDomain

@Suite struct IPNetworkTests {
  @Test(arguments: [
    ("192.168.1.0/24", "192.168.1.0/24"), ("10.0.0.0/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"),
    ("10.1.2.3", "10.1.2.3/32"), ("10.1.2.3/32", "10.1.2.3/32"), ("fd00::/8", "fd00::/8"), ("::/0", "::/0"), ("::1", "::1/128"),
    ("2001:db8:1:2::/64", "2001:db8:1:2::/64"), ("::ffff:10.0.0.0/104", "10.0.0.0/8"), ("::ffff:10.1.2.3", "10.1.2.3/32"),
    ("::ffff:0.0.0.0/96", "0.0.0.0/0"),
  ]) func aNetworkIsReadAndWrittenInItsShortForm(text: String, short: String) throws {
    let network = try #require(IPNetwork(text))
    #expect(network.description == short)
    #expect(IPNetwork(short) == network)
  }

  @Test(arguments: [
    "", "/", "/24", "192.168.1.0/", "192.168.1.0/33", "192.168.1.0/-1", "192.168.1.0/024", "192.168.1.0/+24", "192.168.1.0/24/24",
    "192.168.1.0/24 ", "192.168.1.0 /24", "192.168.1.0/ 24", "192.168.1.0/255.255.255.0", "192.168.1/24", "::/129", "::/999",
    "::/1000", "::1%lo/128", "fd00::/8x",
  ]) func whatIsNotExactlyANetworkIsNone(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  @Test(arguments: ["192.168.1.7/24", "10.0.0.1/8", "fd00::1/64", "0.0.0.1/0", "::ffff:10.0.0.0/95", "::1/0"])
  func bitsBehindThePrefixAreRefused(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  @Test(arguments: [
    ("192.168.1.0/24", "192.168.1.0", true), ("192.168.1.0/24", "192.168.1.255", true),
    ("192.168.1.0/24", "192.168.0.255", false),
    ("192.168.1.0/24", "192.168.2.0", false), ("192.168.1.0/24", "::ffff:192.168.1.9", true),
    ("192.168.1.0/24", "::192.168.1.9", false), ("0.0.0.0/0", "255.1.2.3", true), ("0.0.0.0/0", "::1", false),
    ("0.0.0.0/0", "2001:db8::1", false), ("::/0", "2001:db8::1", true), ("::/0", "10.0.0.1", false),
    ("::/0", "::ffff:10.0.0.1", false), ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.2", false),
    ("fd00::/8", "fdff:1::1", true), ("fd00::/8", "fe00::1", false), ("2001:db8:1:2::/64", "2001:db8:1:2:ffff::1", true),
    ("2001:db8:1:2::/64", "2001:db8:1:3::1", false), ("2001:db8::/65", "2001:db8::7fff:1:1:1", true),
    ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("::1", "::1", true), ("::1", "::", false),
  ]) func theAddressesOfANetworkAreInIt(network: String, address: String, isIn: Bool) throws {
    #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isIn)
  }

  @Test func aNetworkOfEveryLengthHasItsFirstAndLastAddressAndNoNeighbour() throws {
    let address = try #require(IPAddress("2001:db8:a5a5:5a5a:a5a5:5a5a:a5a5:5a5a"))
    for bits in 1...127 {
      let network = IPNetwork(of: address, prefixBits: bits)
      #expect(network.contains(network.base))
      #expect(network.contains(address))
      // The last bit of the prefix makes another network, the one behind it does not.
      #expect(!network.contains(address.flipping(bit: bits - 1)))
      #expect(network.contains(address.flipping(bit: bits)))
    }
  }
}

extension IPAddress {
  /// The address with one bit changed; 0 is the first.
  fileprivate func flipping(bit: Int) -> IPAddress {
    bit < 64
      ? IPAddress(high: high ^ 1 << UInt64(63 - bit), low: low) : IPAddress(high: high, low: low ^ 1 << UInt64(127 - bit))
  }
}
