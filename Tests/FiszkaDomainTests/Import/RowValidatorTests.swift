import FiszkaDomain
import Testing

struct RowValidatorTests {
  private func row(_ change: (inout ForeignRow) -> Void) -> ImportRow {
    var foreign = ForeignRow(number: 3, lineNumber: 7)
    foreign.english = "cat"
    foreign.polish = "kot"
    change(&foreign)
    return RowValidator.validate(foreign)
  }

  private func text(_ length: Int) -> String { String(repeating: "ż", count: length) }

  @Test func aGoodRowIsTrimmedAndComposed() {
    let result = row {
      $0.english = " cat\u{A0}"
      $0.polish = "z\u{307}ółw"
      $0.example = " I have a cat. "
      $0.tags = "pets; Pets, home"
      $0.phoneticHint = " /kæt/ "
    }
    #expect(result.isValid && result.warnings.isEmpty)
    #expect((result.number, result.lineNumber) == (3, 7))
    #expect(result.english == "cat" && result.example == "I have a cat." && result.phoneticHint == "/kæt/")
    #expect(Array(result.polish.unicodeScalars) == Array("żółw".unicodeScalars))
    #expect(result.tags.values == ["pets", "home"])
  }

  @Test(arguments: ["", "  ", "\u{A0}\u{FEFF}"])
  func anEmptyEnglishIsAnError(english: String) {
    let result = row { $0.english = english }
    #expect(result.error?.code == .englishEmpty)
    #expect(result.error?.field == .english)
  }

  @Test func anEmptyPolishIsAWarning() {
    let result = row { $0.polish = " " }
    #expect(result.isValid)
    #expect(result.warnings.map(\.code) == [.polishEmpty])
  }

  @Test(arguments: ImportField.allCases)
  func aFieldAtItsLimitIsValidAndOneScalarMoreIsNot(field: ImportField) {
    #expect(row { $0[field] = text(field.maximumLength) }.isValid)
    let result = row { $0[field] = text(field.maximumLength + 1) }
    #expect(result.error?.code == .tooLong)
    #expect(result.error?.field == field)
    #expect(result.error?.message.contains("\(field.maximumLength + 1)") == true)
  }

  @Test func lengthCountsScalarsAfterComposition() {
    let composed = String(repeating: "z\u{307}", count: 255)
    #expect(row { $0.english = composed }.isValid)
    #expect(row { $0.english = String(repeating: "👍🏽", count: 128) }.error?.code == .tooLong)
  }

  @Test(arguments: ImportField.allCases)
  func controlAndUnreadableCharactersAreErrors(field: ImportField) {
    let control = row { $0[field] = "a\0b" }
    #expect(control.error?.code == .controlCharacter && control.error?.field == field)
    let unreadable = row { $0[field] = "a\u{FFFD}b" }
    #expect(unreadable.error?.code == .unreadableText && unreadable.error?.field == field)
  }

  @Test func aHundredTagsAreValidAndOneMoreIsNot() {
    let tags = { (count: Int) in (0..<count).map { "t\($0)" }.joined(separator: ";") }
    #expect(row { $0.tags = tags(100) }.isValid)
    let result = row { $0.tags = tags(101) }
    #expect(result.error?.code == .tooManyTags)
    #expect(result.tags.values.count == 100)
  }

  @Test func theFirstErrorIsKeptAndWarningsOfReadingToo() {
    let problem = RowProblem(.extraFields, message: "Too many.")
    let warning = RowProblem(.textAfterQuote, message: "Odd.")
    let broken = row {
      $0.english = ""
      $0.error = problem
      $0.warnings = [warning]
    }
    #expect(broken.error == problem)
    #expect(broken.warnings == [warning])
    let odd = row {
      $0.polish = ""
      $0.warnings = [warning]
    }
    #expect(odd.isValid)
    #expect(odd.warnings.map(\.code) == [.textAfterQuote, .polishEmpty])
  }

  @Test func anInvalidRowKeepsTheStartOfLongFields() {
    let result = row { $0.example = text(60_000) }
    #expect(result.example.unicodeScalars.count == RowValidator.keptLength)
    #expect(result.english == "cat")
  }

  @Test func aCorrectionStartsFromTheRowsTexts() {
    let broken = row {
      $0.english = ""
      $0.tags = "a;b"
    }
    var correction = ForeignRow(broken)
    correction.english = "dog"
    let result = RowValidator.validate(correction)
    #expect(result.isValid)
    #expect((result.number, result.lineNumber, result.polish) == (3, 7, "kot"))
    #expect(result.tags.values == ["a", "b"])
  }

  @Test func everyCodeIsItsOwnScreamingSnake() {
    let codes = RowProblem.Code.allCases.map(\.rawValue)
    #expect(Set(codes).count == codes.count)
    #expect(codes.allSatisfy { $0.allSatisfy { $0 == "_" || $0.isUppercase } })
  }
}
