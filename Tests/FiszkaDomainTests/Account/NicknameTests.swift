import Testing

@testable import FiszkaDomain

struct NicknameTests {
  @Test func aNicknameIsTrimmedAndComposed() {
    #expect(Nickname("  Z\u{307}aneta ")?.text == "Żaneta")
    #expect(Nickname("ŻANETA")?.key == Nickname(" żaneta")?.key)
    #expect(Nickname(String(repeating: "ż", count: 255)) != nil)
  }

  @Test(arguments: [
    "", "   ", "\u{200B}", "a\nb", "a\0b", "a\u{FFFD}", String(repeating: "x", count: 256), String(repeating: " ", count: 20_000),
  ])
  func whatBreaksTheRuleIsRefused(text: String) {
    #expect(Nickname(text) == nil)
  }
}
