import FiszkaSpeech
import Testing

@Suite struct SpokenTextTests {
  @Test func charactersThatAreNotForEarsBecomeOneSpace() {
    #expect(SpokenText.plain(" a\u{1}\u{200B}\n b\u{E000}") == "a b")
    #expect(SpokenText.plain("\u{0}") == "")
    #expect(SpokenText.plain("naïve żółw 😀 it’s") == "naïve żółw 😀 it’s")
  }

  @Test func phonemeMarksDoNotReachEspeak() {
    #expect(SpokenText.forEspeak("hello [[h@l'oU]]") == "hello h@l'oU")
    #expect(SpokenText.forEspeak("[\u{200B}[x") == "x")
  }

  @Test(arguments: [("a", true), ("7", true), ("é", true), ("ż", true), ("…", false), ("你好", false), ("", false), ("×", false)])
  func wordsAreLatinLettersAndDigits(text: String, expected: Bool) {
    #expect(SpokenText.hasWords(text) == expected)
  }

  @Test func lengthsOfRealWordsArePlausible() {
    // As espeak-ng speaks them.
    for (text, milliseconds) in [("x", 329), ("schedule", 502), ("1,000", 776), ("one, two; three: four", 1_931)] {
      #expect(SpokenText.plausibleMilliseconds(text, speedPercent: 100).contains(milliseconds))
    }
  }

  @Test func speedMovesWhatIsPlausible() {
    #expect(SpokenText.plausibleMilliseconds("schedule", speedPercent: 100) == 170...11_000)
    #expect(SpokenText.plausibleMilliseconds("schedule", speedPercent: 200) == 85...5_500)
    #expect(SpokenText.plausibleMilliseconds("schedule", speedPercent: 50) == 340...22_000)
  }
}
