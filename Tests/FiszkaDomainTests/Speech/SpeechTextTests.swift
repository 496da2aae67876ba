import FiszkaDomain
import Testing

@Suite struct SpeechTextTests {
  @Test(arguments: [
    ("cat", "cat"), ("  cat\n", "cat"), ("ice \t\u{A0} cream", "ice cream"), ("US", "US"), ("café", "café"),
    ("cafe\u{301}", "café"), ("so\u{AD}fa", "sofa"), ("e\u{AD}\u{301}", "é"), ("don’t", "don’t"),
  ])
  func aTextIsCleanedAndKeepsItsCase(_ raw: String, _ text: String) throws {
    let spoken = try SpeechText(raw)
    #expect(spoken.text == text)
    #expect(Array(spoken.text.utf8) == Array(text.utf8))
    #expect(try SpeechText(spoken.text) == spoken)
  }

  @Test func whatIsNoTextIsRefused() throws {
    for empty in ["", " \n\t", "\u{200B}\u{FEFF}"] { #expect(throws: SpeechText.Fault.empty) { try SpeechText(empty) } }
    for unreadable in ["a\u{0}b", "a\u{1B}[0m", "a\u{FFFD}"] {
      #expect(throws: SpeechText.Fault.unreadable) { try SpeechText(unreadable) }
    }
  }

  @Test func lengthIsCountedInCharactersAfterFolding() throws {
    let longest = String(repeating: "ą", count: 255)
    #expect(try SpeechText(longest).text == longest)
    #expect(try SpeechText("a" + String(repeating: " ", count: 1_000) + "b").text == "a b")
    #expect(throws: SpeechText.Fault.tooLong) { try SpeechText(longest + "b") }
    #expect(throws: SpeechText.Fault.tooLong) { try SpeechText(String(repeating: "b", count: 256)) }
  }
}
