import Testing

@testable import FiszkaDomain

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("0.0.0.0", "0.0.0.0"), ("192.168.1.17", "192.168.1.17"), ("255.255.255.255", "255.255.255.255"),
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:DB8::00a1", "2001:db8::a1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("::1.2.3.4", "::102:304"),
    ("::ffff:192.168.1.17", "192.168.1.17"), ("::FFFF:c0a8:0111", "192.168.1.17"),
    ("0000:0000:0000:0000:0000:ffff:255.255.255.255", "255.255.255.255"),
  ]) func anAddressIsReadAndWrittenInItsShortForm(text: String, short: String) throws {
    let address = try #require(IPAddress(text))
    #expect(address.description == short)
    #expect(IPAddress(short) == address)
  }

  @Test(arguments: [
    "", " ", ".", ":", ":::", "::1::", "1::2::3", "1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..2.3", "01.2.3.4", "1.2.3.04",
    "1.2.3.00", "256.1.1.1", "1.2.3.999", "1.2.3.4000", "1.2.3.-4", "+1.2.3.4", "0x7f.0.0.1", "2130706433", "127.1", "1.2.3.4 ",
    " 1.2.3.4", "1.2.3.4\n", "1.2.3.4:80", "1.2.3.4/32", "[::1]", "[::1]:80", "::1%lo", "fe80::1%eth0", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
    "12345::", "g::", "::1.2.3", "::1.2.3.4.5", "::256.1.1.1", "::01.2.3.4", "1.2.3.4::", "::1.2.3.4:1", "::1.2.3.4:",
    "1:2:3:4:5:6:7:1.2.3.4", "localhost", "unknown", "_hidden", "１.2.3.4", "1.2.3.٤", "1.2.3.4\0", "\u{FFFD}", "::\0",
    "0000:0000:0000:0000:0000:ffff:255.255.255.2550",
  ]) func whatIsNotExactlyAnAddressIsNone(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func aLongTextIsNoneAtOnce() {
    #expect(IPAddress(String(repeating: "1.", count: 1_000_000)) == nil)
    #expect(IPAddress(String(repeating: ":", count: 1_000_000)) == nil)
    #expect(IPAddress("1.2.3.4" + String(repeating: " ", count: 1_000_000)) == nil)
  }

  @Test func theMappedFormIsTheSameAddress() throws {
    let plain = try #require(IPAddress("10.0.0.1"))
    let mapped = try #require(IPAddress("::ffff:10.0.0.1"))
    #expect(plain == mapped)
    #expect(plain.hashValue == mapped.hashValue)
    #expect(mapped.isIPv4)
    #expect(IPAddress(v6: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 0, 0, 1]) == plain)
    #expect(IPAddress(v4: 0x0A00_0001) == plain)
    #expect(try #require(IPAddress("::10.0.0.1")) != plain)
    #expect(IPAddress(v6: [1, 2, 3]) == nil)
  }

  @Test(arguments: ["127.0.0.1", "127.255.255.255", "127.0.0.0", "::1", "::ffff:127.0.0.1"])
  func loopbackIsKnown(text: String) throws {
    #expect(try #require(IPAddress(text)).isLoopback)
  }

  @Test(arguments: [
    "126.255.255.255", "128.0.0.0", "0.0.0.0", "::", "::2", "1::1", "::127.0.0.1", "::fffe:7f00:1", "::1:ffff:127.0.0.1",
  ])
  func nothingElseIsLoopback(text: String) throws {
    #expect(try !#require(IPAddress(text)).isLoopback)
  }

  @Test func wildcardsAreKnown() throws {
    for text in ["0.0.0.0", "::", "::ffff:0.0.0.0"] { #expect(try #require(IPAddress(text)).isWildcard) }
    for text in ["0.0.0.1", "::1", "1::", "255.255.255.255"] { #expect(try !#require(IPAddress(text)).isWildcard) }
  }

  @Test func everyAddressSurvivesBeingWritten() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      // Groups of zeros, and the mapped prefix, must come up often.
      let groups = (0..<8).map { _ in
        Bool.random(using: &random) ? 0 : [0xFFFF, UInt16.random(in: 0...0xFFFF, using: &random)].randomElement(using: &random)!
      }
      let address = IPAddress(
        high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
      #expect(IPAddress(address.description) == address)
      #expect(IPAddress(groups.map { String($0, radix: 16) }.joined(separator: ":")) == address)
    }
  }
}
