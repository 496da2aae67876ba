import FiszkaDomain
import Testing

struct ColumnDetectionTests {
  private func fields(_ text: String, _ settings: ImportSettings = .init()) throws -> [String] {
    try readFile(text, settings).reading.columns.map { $0.field?.rawValue ?? "-" }
  }

  @Test(arguments: [
    ("english,polish,example,tags,phonetic_hint", "english polish example tags phonetic_hint"),
    ("phonetic_hint;tags;example;polish;english", "phonetic_hint tags example polish english"),
    ("angielski;polski;przykład;tagi;wymowa", "english polish example tags phonetic_hint"),
    ("ANGIELSKI\tPOLSKI\tPRZYKŁAD", "english polish example"),
    ("\"Angielski\",\"Polski\"", "english polish"),
    (" English ,\u{A0}Polish ", "english polish"),
    ("przyklad,polski,angielski", "example polish english"),
    ("słowo;tłumaczenie", "english polish"),
    ("slowo;tlumaczenie;zdanie", "english polish example"),
    ("Word,Translation,Category", "english polish tags"),
    ("front,back,tags", "english polish tags"),
    ("term|definition", "english polish"),
    ("English word;Polish meaning", "english polish"),
    ("english (UK),polish (PL)", "english polish"),
    ("Słówko angielskie;Słówko polskie", "english polish"),
    ("en;pl;IPA", "english polish phonetic_hint"),
    ("hasło - znaczenie", "english polish"),
    ("id,english,polish,uwagi", "- english polish -"),
    ("english,polish,english", "english polish -"),
    ("słowo,english", "polish english"),
    ("word,english,polish", "- english polish"),
    ("translation,polish", "english polish"),
    ("english", "english"),
    ("english_word,polish-word", "english polish"),
    ("Kategoria;Wymowa;Polski;Angielski", "tags phonetic_hint polish english"),
  ])
  func aHeaderNamesTheColumns(header: String, expected: String) throws {
    let delimiter = header.first { ";|\t".contains($0) } ?? ","
    let rows = "1\(delimiter)2\(delimiter)3\n"
    let file = try readFile(header + "\n" + (header.contains(" - ") ? "a - b\n" : rows))
    #expect(file.reading.columns.map { $0.field?.rawValue ?? "-" }.joined(separator: " ") == expected)
    #expect(file.reading.header?.value == true)
    #expect(file.counts.total == 1)
  }

  @Test(arguments: [
    "english,angielski\npolish,polski\n", "polish,polerować\nclean,czyścić\n", "word,słowo\nlanguage,język\n",
    "translation,tłumaczenie\nword,słowo\n", "example,przykład\ntag,metka\n", "cat,kot\n",
  ])
  func aPairThatIsAlsoAColumnNameIsARow(text: String) throws {
    let file = try readFile(text)
    #expect(file.reading.header?.value == false)
    #expect(file.counts.total == Int64(text.split(separator: "\n").count))
  }

  @Test func whetherThereIsAHeaderCanBeChosenByHand() throws {
    let with = try readFile("cat,kot\ndog,pies\n", ImportSettings(hasHeader: true))
    #expect(with.summary == ["dog|pies"])
    #expect(with.reading.columns.map(\.name) == ["cat", "kot"])
    let without = try readFile("english,polish\ncat,kot\n", ImportSettings(hasHeader: false))
    #expect(without.summary == ["english|polish", "cat|kot"])
  }

  @Test(arguments: [
    ("cat,kot\ndog,pies\n", "english polish"),
    ("kot,cat\nżółw,turtle\npies,dog\n", "polish english"),
    ("turtle,żółw\nkot,cat\n", "english polish"),
    ("1,turtle,żółw\n2,cat,kot\n", "- english polish"),
    ("turtle,żółw,/ˈtɜːtl/\ncat,kot,/kæt/\n", "english polish phonetic_hint"),
    ("turtle,żółw,The turtle is slow.\nlamp,łóżko,I have got a lamp.\n", "english polish example"),
    (
      "turtle,żółw,The turtle is slow.,Żółw jest bardzo powolny.\nmouse,mysz,I see a mouse.,Widzę małą szarą mysz.\n",
      "english polish example -"
    ),
    ("a,ą,pets\nb,b,pets\nc,c,home\nd,d,home\n", "english polish tags"),
    ("word\nother\n", "english"),
    ("słowo\ninne\n", "english"),
    ("cat,,kot\ndog,,pies\n", "english - polish"),
  ])
  func withoutAHeaderTheContentTellsTheColumns(text: String, expected: String) throws {
    #expect(try fields(text).joined(separator: " ") == expected)
  }

  @Test func aColumnThatTheHeaderDoesNotNameIsGuessed() throws {
    #expect(try fields("polski,xyz,przykład\nkot,cat,A cat.\n") == ["polish", "english", "example"])
  }

  @Test func columnsAreChosenByHandByNumberOrName() throws {
    let text = "a,b,c\nkot,cat,zwierzę\n"
    let byName = ImportSettings(hasHeader: true, mapping: [.english: .name(" B "), .polish: .name("a")])
    #expect(try readFile(text, byName).summary == ["cat|kot"])
    let byIndex = ImportSettings(hasHeader: true, mapping: [.english: .index(1), .tags: .index(2)])
    let file = try readFile(text, byIndex)
    #expect(file.rows.first?.tags.values == ["zwierzę"])
    #expect(file.summary == ["cat||POLISH_EMPTY"])
    #expect(file.reading.columnsReason == "Chosen by hand.")
  }

  @Test(
    arguments: [
      ([ImportField.english: .index(2)], "IMPOSSIBLE_MAPPING"), ([.english: .index(-1)], "IMPOSSIBLE_MAPPING"),
      ([.english: .name("nie ma")], "IMPOSSIBLE_MAPPING"), ([.english: .index(0), .polish: .index(0)], "IMPOSSIBLE_MAPPING"),
      ([.polish: .index(0)], "MISSING_ENGLISH_COLUMN"),
    ] as [([ImportField: ColumnReference], String)])
  func aChoiceThatCannotBeIsRefused(mapping: [ImportField: ColumnReference], code: String) {
    let error = #expect(throws: ImportReadingError.self) {
      try readFile("english,polish\ncat,kot\n", ImportSettings(mapping: mapping))
    }
    #expect(error?.code == code)
  }

  @Test func aFileWithoutEnglishIsRefusedWithItsColumns() {
    #expect(throws: ImportReadingError.missingEnglishColumn(columns: ["polski", "tagi"])) {
      try readFile("polski,tagi\nkot,zwierzęta\n")
    }
  }

  @Test func aFileWithOnlyAHeaderHasNoRows() throws {
    for text in ["english,polish", "english,polish\n", "angielski;polski\r\n\r\n"] {
      let file = try readFile(text)
      #expect(file.counts.total == 0)
      #expect(file.reading.header?.value == true)
    }
  }
}
