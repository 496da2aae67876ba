import FiszkaDomain
import Foundation
import Testing

struct ImportReaderTests {
  /// A list with everything that must survive: quotes, line breaks, delimiters in fields, Polish letters.
  private static let records = [
    ["english", "polish", "example", "tags", "phonetic_hint"],
    ["turtle", "żółw", "The turtle, as always, is slow; it walks.", "animals; pets", "tertl"],
    ["to say", "powiedzieć", "He said: \"źle\"\r\nand left.", "verbs", ""],
    ["song", "pieśń", "", "", ""],
    ["#hash", "krzyżyk", "A | B\tC - D", "signs", ""],
    ["late", "późno", "Ósma, ą ę ś ć ń ł ź ż", "", ""],
  ]

  private func text(_ delimiter: Delimiter, lineBreak: String) -> String {
    let separator =
      switch delimiter {
      case .comma: ","
      case .semicolon: ";"
      case .tab: "\t"
      case .pipe: "|"
      case .dash: " - "
      }
    return Self.records.map { record in
      record.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: separator) + lineBreak
    }.joined()
  }

  @Test(arguments: TextEncoding.allCases, Delimiter.allCases)
  func aListIsTheSameInEveryEncodingWithEveryDelimiter(encoding: TextEncoding, delimiter: Delimiter) throws {
    for lineBreak in ["\n", "\r\n", "\r"] {
      let bytes = try encoding.bytes(of: text(delimiter, lineBreak: lineBreak))
      let file = try readFile(bytes)
      #expect(file.reading.encoding.value == encoding)
      #expect(file.reading.delimiter?.value == delimiter)
      #expect(file.reading.header?.value == true)
      let fields = file.rows.map { [$0.english, $0.polish, $0.example, $0.tags.text, $0.phoneticHint] }
      #expect(fields == Array(Self.records.dropFirst()))
      #expect(file.rows.allSatisfy { $0.isValid && $0.warnings.isEmpty })
      #expect(file.rows.map(\.number) == [1, 2, 3, 4, 5])
      for pieces in [Pieces.byByte, .each(7), .each(64)] { #expect(try readFile(bytes, pieces: pieces) == file) }
      let cut = bytes.count / 2
      for count in cut..<(cut + 40) { #expect(try readFile(bytes, pieces: .split(at: count)) == file) }
    }
  }

  @Test func rowsKnowTheirNumbersAndLines() throws {
    let file = try readFile("angielski;polski\n\n\"a\na\";b\n;;\n  \nc;d\n")
    #expect(file.rows.map(\.number) == [1, 2])
    #expect(file.rows.map(\.lineNumber) == [3, 7])
    #expect(file.reading.emptyRows == 1)
    #expect(file.counts == ImportCounts(total: 2))
  }

  @Test func emptyRowsOfSpreadsheetsAreCountedAndNoRows() throws {
    let file = try readFile("english;polish;;\ncat;kot;;\n;;;\n\"\";\" \";;\n; ;;\n")
    #expect(file.summary == ["cat|kot"])
    #expect(file.reading.emptyRows == 3)
  }

  @Test(arguments: [
    ("cat", "cat||MISSING_FIELDS|POLISH_EMPTY"),
    ("cat,kot", "cat|kot|MISSING_FIELDS"),
    ("cat,kot,A cat.", "cat|kot"),
    ("cat,kot,A cat.,", "cat|kot"),
    ("cat,kot,A cat., ,", "cat|kot"),
    ("cat,kot,Cats, dogs.", "cat|kot|EXTRA_FIELDS"),
    (",kot,", "|kot|ENGLISH_EMPTY"),
    (" , ,A cat.", "||ENGLISH_EMPTY"),
    ("\"cat\"s,kot,", "cats|kot|TEXT_AFTER_QUOTE"),
    ("cat,k\u{1}t,", "cat|k\u{1}t|CONTROL_CHARACTER"),
    ("#cat,kot,", "#cat|kot"),
    ("cat,\"kot", "cat|kot|QUOTE_NOT_CLOSED"),
    ("cat,\(String(repeating: "ż", count: 256)),", "cat|\(String(repeating: "ż", count: 256))|TOO_LONG"),
    ("cat,kot" + String(repeating: ",x", count: 300), "cat|kot|EXTRA_FIELDS"),
  ])
  func aRowThatIsNotAsItShouldBeIsReported(line: String, summary: String) throws {
    let file = try readFile("english,polish,example\ndog,pies,\n\(line)\nlast,ostatni,\n")
    #expect(file.summary == ["dog|pies", summary, "last|ostatni"])
    #expect(file.counts.total == 3)
    #expect(file.counts.invalid == (file.rows[1].isValid ? 0 : 1))
    #expect(file.counts.warned == (file.rows[1].isValid && !file.rows[1].warnings.isEmpty ? 1 : 0))
  }

  @Test func everyRowOfABadFileIsReported() throws {
    let file = try readFile("english,polish\n" + String(repeating: ",kot\n", count: 100))
    #expect(file.counts == ImportCounts(total: 100, invalid: 100))
    #expect(ImportRules.hasTooManyInvalidRows(file.counts))
  }

  @Test func aListWithoutAHeaderWidensToItsCommonestRow() throws {
    let file = try readFile("cat,kot,A cat sat on it.\ndog,pies,The dog ran after it.\nx,y,a,b,c\nz,w\n")
    #expect(file.reading.columns.map(\.field) == [.english, .polish, .example])
    #expect(file.summary == ["cat|kot", "dog|pies", "x|y|EXTRA_FIELDS", "z|w|MISSING_FIELDS"])
  }

  @Test func aReadingSurvivesBeingStored() throws {
    let file = try readFile("sep=;\nangielski;polski;x\ncat;kot;1\n;;\n")
    let data = try JSONEncoder().encode(file.reading)
    #expect(try JSONDecoder().decode(ImportReading.self, from: data) == file.reading)
    let settings = ImportSettings(
      format: .csv, encoding: .windows1250, delimiter: .pipe, hasHeader: false,
      mapping: [.english: .index(1), .polish: .name("x")])
    #expect(try JSONDecoder().decode(ImportSettings.self, from: try JSONEncoder().encode(settings)) == settings)
  }

  @Test func everyReadingErrorHasItsOwnCodeAndASentence() {
    let all: [ImportReadingError] = [
      .emptyFile, .binaryFile(kind: "a picture"), .nulBytes(offset: 3), .unreadableEncoding(reason: "it is UTF-32"),
      .missingEnglishColumn(columns: ["a", "b"]), .impossibleMapping(field: .tags, reason: "no"),
      .jsonSyntax(line: 7, reason: "no"),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    for error in all {
      #expect(error.message.hasSuffix("."))
      for detail in error.details { #expect(error.message.contains(detail.value)) }
    }
  }
}
