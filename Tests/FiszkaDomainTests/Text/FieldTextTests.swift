import FiszkaDomain
import Testing

struct FieldTextTests {
  @Test(arguments: [
    ("", "", 0),
    ("cat", "cat", 3),
    (" \t cat\r\n", "cat", 3),
    ("\u{A0}żółw\u{A0}", "żółw", 4),
    ("\u{FEFF}cat\u{200B}", "cat", 3),
    ("\u{2003}\u{FEFF} \u{2060}", "", 0),
    ("a  b", "a  b", 4),
    ("a\u{A0}b", "a\u{A0}b", 3),
    ("z\u{307}o\u{301}łw", "żółw", 4),
    ("e\u{301}\u{301}", "é\u{301}", 2),
    ("👍🏽", "👍🏽", 2),
    ("„cudzysłów” – tak", "„cudzysłów” – tak", 17),
    ("/ˈæp.əl/", "/ˈæp.əl/", 8),
    ("\u{AD}soft\u{AD}", "soft", 4),
    ("a\u{AD}b", "a\u{AD}b", 3),
  ])
  func textIsTrimmedComposedAndCounted(raw: String, text: String, length: Int) {
    let field = FieldText.clean(raw)
    #expect(Array(field.text.unicodeScalars) == Array(text.unicodeScalars))
    #expect(field.length == length)
    #expect(!field.hasControlCharacter)
    #expect(!field.hasUnreadableCharacter)
    #expect(FieldText.clean(field.text) == field)
  }

  @Test(arguments: ["a\u{1}", "\u{7F}", "a\u{85}b", "a\u{9C}b", "ż\u{B}ż", "\u{1F}", "语\u{8}"])
  func controlCharactersAreSeen(raw: String) {
    #expect(FieldText.clean(raw).hasControlCharacter)
    #expect(FieldText.clean("a\0b").hasControlCharacter)
  }

  @Test(arguments: ["a\tb", "a\nb", "a\r\nb", "语\nb", "\u{B}a\u{C}", "\u{85}a"])
  func tabsLineBreaksAndWhatIsTrimmedAreNoControlCharacters(raw: String) {
    #expect(!FieldText.clean(raw).hasControlCharacter)
  }

  @Test func unreadableCharactersAreSeen() {
    #expect(FieldText.clean("k\u{FFFD}t").hasUnreadableCharacter)
    #expect(!FieldText.clean("e" + String(repeating: "\u{323}", count: 32)).hasUnreadableCharacter)
    #expect(FieldText.clean("e" + String(repeating: "\u{301}\u{323}", count: 100_000)).hasUnreadableCharacter)
    let doubled = FieldText.clean("a" + String(repeating: "\u{344}", count: 32))
    #expect(doubled.hasUnreadableCharacter)
    #expect(FieldText.clean(doubled.text) == doubled)
  }

  @Test func everyScalarIsCleanedTheSameTwice() {
    var wrong: [UInt32] = []
    for value in UInt32(0)...0x2_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      // Beyond the alphabets a sample is enough.
      if value > 0x3000 && value % 97 != 0 { continue }
      for raw in ["\(scalar)", "a\(scalar)", "\(scalar)ł", "ą\(scalar)b"] {
        let once = FieldText.clean(raw)
        let twice = FieldText.clean(once.text)
        let isSame = once.text.utf8.elementsEqual(twice.text.utf8) && once == twice
        if !isSame || once.length != once.text.unicodeScalars.count { wrong.append(value) }
      }
    }
    #expect(wrong.isEmpty)
  }
}
