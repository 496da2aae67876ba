import FiszkaSecurity
import Testing

/// Vectors of FIPS 180-4's examples.
@Suite struct SHA256Tests {
  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func publishedExamplesGiveTheirDigests(_ text: String, _ digest: String) {
    #expect(hex(SHA256.digest(Array(text.utf8))) == digest)
  }

  @Test func piecesGiveTheDigestOfTheWhole() {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var hash = SHA256()
    var rest = bytes[...]
    var length = 1
    while !rest.isEmpty {
      rest.prefix(length).withUnsafeBytes { hash.update($0) }
      rest = rest.dropFirst(length)
      length = length * 3 % 1_000 + 1
    }
    #expect(hash.finish() == SHA256.digest(bytes))
  }
}
