import FiszkaDomain
import Foundation
import Testing

struct TextKeyTests {
  @Test(arguments: [
    ("", ""),
    ("   \t\r\n", ""),
    ("Cat", "cat"),
    ("  the   Cat\tsat ", "the cat sat"),
    ("ŁÓDŹ", "łódź"),
    ("ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "zażółć gęślą jaźń"),
    ("o\u{301}", "ó"),
    ("Z\u{307}o\u{301}łw", "żółw"),
    ("Straße", "straße"),
    ("STRAẞE", "straße"),
    ("İstanbul", "i\u{307}stanbul"),
    ("ΣΑΣ", "σασ"),
    ("Ÿ", "ÿ"),
    ("Ÿes", "ÿes"),
    ("a\u{A0}b", "a b"),
    ("\u{A0}a\u{2003}\u{3000}b\u{202F}", "a b"),
    ("\u{FEFF}cat", "cat"),
    ("c\u{AD}a\u{200B}t\u{2060}\u{200E}\u{200F}", "cat"),
    ("a \u{200B} b", "a b"),
    ("line\nbreak\r\nhere", "line break here"),
    ("\u{212A}elvin", "kelvin"),
    ("× ÷", "× ÷"),
    ("Don’t – „STÓJ”…", "don’t – „stój”…"),
    ("\u{2028}a\u{2029}", "a"),
    ("👩‍🔬", "👩‍🔬"),
  ])
  func textsThatMeanTheSameHaveOneKey(raw: String, key: String) {
    // Compared as scalars: String's own comparison would not see another normal form.
    #expect(Array(TextKey(raw).text.unicodeScalars) == Array(key.unicodeScalars))
  }

  @Test(arguments: [("kat", "kąt"), ("laska", "łaska"), ("ss", "ß"), ("zloty", "złoty"), ("read", "red")])
  func lettersWithMarksStayThemselves(left: String, right: String) {
    #expect(TextKey(left) != TextKey(right))
  }

  /// The definition, written plainly with Foundation.
  private func definition(_ raw: String) -> String {
    let dropped = raw.unicodeScalars.filter { ![0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF].contains($0.value) }
    let words = dropped.split { $0.properties.isWhitespace }.map { String(String.UnicodeScalarView($0)) }
    let composed = words.joined(separator: " ").precomposedStringWithCanonicalMapping
    let lowered = composed.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    return lowered.precomposedStringWithCanonicalMapping
  }

  @Test func everyScalarBetweenLettersHasTheKeyOfTheDefinition() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Beyond the alphabets a sample is enough.
      if value > 0x3000 && value % 97 != 0 { continue }
      var raw = "aŁ"
      raw.unicodeScalars.append(scalar)
      raw += "Że"
      let key = TextKey(raw)
      let isRight = key.text.utf8.elementsEqual(definition(raw).utf8)
      if !isRight || !TextKey(key.text).text.utf8.elementsEqual(key.text.utf8) { wrong.append(value) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func marksBeyondReasonAreDroppedAndTakeNoTime() {
    let key = TextKey("e" + String(repeating: "\u{301}\u{323}", count: 100_000)).text
    #expect(key.unicodeScalars.count <= 33)
    #expect(TextKey(key).text.utf8.elementsEqual(key.utf8))
    let doubled = TextKey("a" + String(repeating: "\u{344}", count: 40)).text
    #expect(TextKey(doubled).text.utf8.elementsEqual(doubled.utf8))
  }

  @Test func theKeyOfAKeyIsItself() {
    var random = SeededGenerator(seed: 4)
    let alphabet: [Unicode.Scalar] = [
      "a", "A", "ł", "Ł", "\u{301}", "\u{307}", "\u{328}", "\u{323}", "İ", "ß", " ", "\u{A0}", "\u{200B}", "\u{FEFF}", "Σ", "e",
      "\u{1E9E}", "\u{AC00}", "\u{1100}", "\u{1161}", "\t", "\u{345}", "\u{3B1}", "\u{212B}",
    ]
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? "a")
      }
      let key = TextKey(text)
      #expect(TextKey(key.text).text.utf8.elementsEqual(key.text.utf8), "\(text.unicodeScalars.map(\.value))")
      #expect(key.text.utf8.elementsEqual(definition(text).utf8), "\(text.unicodeScalars.map(\.value))")
    }
  }
}
