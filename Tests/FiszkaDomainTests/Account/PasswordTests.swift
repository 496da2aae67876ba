import Testing

@testable import FiszkaDomain

struct PasswordTests {
  @Test func aPasswordHas1To1024BytesAndANewOne10Characters() {
    #expect(Password("") == nil)
    #expect(Password("x") != nil && Password.new("x") == nil)
    #expect(Password.new("123456789") == nil && Password.new("1234567890") != nil)
    // Ten characters, not ten bytes.
    #expect(Password.new("żółćżółćż") == nil && Password.new("żółćżółćżó") != nil)
    #expect(Password(String(repeating: "x", count: 1_024)) != nil && Password(String(repeating: "x", count: 1_025)) == nil)
    #expect(Password(String(repeating: "ż", count: 513)) == nil)
  }

  private func bytes(_ text: String) -> [UInt8]? { Password(text)?.withBytes { Array($0) } }

  @Test func theSameLettersAreTheSamePasswordHoweverTheyAreComposed() {
    #expect(bytes("za\u{17C}") == bytes("zaz\u{307}"))
    #expect(bytes("Haslo") != bytes("haslo"))
    #expect(bytes(" a ") == Array(" a ".utf8))
    // Letters with marks count once.
    #expect(Password.new("z\u{307}z\u{307}z\u{307}z\u{307}z\u{307}") == nil)
  }

  @Test func printingShowsNothing() throws {
    let password = try #require(Password("correct horse battery"))
    var dumped = ""
    dump(password, to: &dumped)
    for text in ["\(password)", String(reflecting: password), dumped, "\(Optional(password) as Any)"] {
      #expect(!text.contains("horse") && !text.contains("99"), "\(text)")
    }
  }
}
