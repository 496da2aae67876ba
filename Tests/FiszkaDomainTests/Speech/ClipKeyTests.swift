import FiszkaDomain
import Testing

@Suite struct ClipKeyTests {
  private static let digest = (0..<32).map { UInt8($0 * 8) }
  private static let text = "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8"

  @Test func digestAndTextAreTheSameKey() throws {
    let key = try #require(ClipKey(digest: Self.digest))
    #expect(key.text == Self.text)
    #expect(ClipKey(Self.text) == key)
    #expect(ClipKey(digest: Self.digest.reversed()) != key)
  }

  @Test func whatIsNoKeyIsNone() {
    for text in ["", Self.text + "0", String(Self.text.dropLast()), Self.text.uppercased(), String(Self.text.dropLast()) + "g"] {
      #expect(ClipKey(text) == nil)
    }
    #expect(ClipKey(digest: Array(Self.digest.dropLast())) == nil)
  }
}
