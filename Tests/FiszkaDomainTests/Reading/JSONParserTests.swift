import FiszkaDomain
import Testing

struct JSONParserTests {
  /// Reads the text whole, byte by byte and split everywhere, and compares.
  private func summary(_ text: String, _ settings: ImportSettings = .init()) throws -> [String] {
    let file = try readFile(text, settings)
    #expect(try readFile(text, settings, pieces: .byByte) == file)
    for count in 0...text.utf8.count { #expect(try readFile(text, settings, pieces: .split(at: count)) == file) }
    return file.summary
  }

  @Test(
    arguments: [
      ("[]", []),
      ("[{\"english\":\"cat\",\"polish\":\"kot\"}]", ["cat|kot"]),
      (
        " \n[ { \"english\" : \"cat\" ,\r\n \"polish\" : \"kot\" } ,\n\t{\"english\":\"dog\",\"polish\":\"pies\"} ]\n ",
        ["cat|kot", "dog|pies"]
      ),
      ("{\"english\":\"cat\",\"polish\":\"kot\"}\n{\"english\":\"dog\",\"polish\":\"pies\"}", ["cat|kot", "dog|pies"]),
      ("{\"english\":\"cat\",\"polish\":\"kot\"}\r\n\r\n{\"english\":\"dog\",\"polish\":\"pies\"}\r\n", ["cat|kot", "dog|pies"]),
      ("{\"polish\":\"kot\",\"english\":\"cat\"}", ["cat|kot"]),
      ("[{\"angielski\":\"cat\",\"polski\":\"kot\"},{\"english\":\"dog\",\"polish\":\"pies\"}]", ["cat|kot", "dog|pies"]),
      ("[{\"word\":\"cat\",\"translation\":\"kot\",\"id\":7}]", ["cat|kot"]),
      ("[{\"english\":7,\"polish\":-1.5e3}]", ["7|-1.5e3"]),
      ("[{\"english\":true,\"polish\":null}]", ["true||POLISH_EMPTY"]),
      ("[{\"polish\":\"kot\",\"english\":null}]", ["|kot|ENGLISH_EMPTY"]),
      ("[{\"english\":\"a\"},{}]", ["a||POLISH_EMPTY", "||ENGLISH_EMPTY"]),
      ("[{\"english\":\"\\u0063\\u0061t\",\"polish\":\"\\u017c\\u00F3łw\"}]", ["cat|żółw"]),
      ("[{\"english\":\"\\ud83d\\uDE00\",\"polish\":\"\\\"\\\\\\/\\t\"}]", ["😀|\"\\/"]),
      ("[{\"engl\\u0069sh\":\"cat\",\"polish\":\"kot\"}]", ["cat|kot"]),
      // Commas more or fewer than there should be.
      ("[{\"english\":\"cat\",\"polish\":\"kot\",},]", ["cat|kot"]),
      ("[{\"english\":\"cat\",\"polish\":\"kot\"}\n{\"english\":\"dog\",\"polish\":\"pies\"}]", ["cat|kot", "dog|pies"]),
      ("{\"english\":\"cat\",\"polish\":\"kot\"},\n{\"english\":\"dog\",\"polish\":\"pies\"},\n", ["cat|kot", "dog|pies"]),
    ] as [(String, [String])])
  func objectsAreRows(text: String, rows: [String]) throws {
    #expect(try summary(text) == rows)
  }

  @Test func aByteOrderMarkAndUTF16AreRead() throws {
    let text = "[{\"english\":\"turtle\",\"polish\":\"żółw\"}]"
    #expect(try readFile("\u{FEFF}" + text).summary == ["turtle|żółw"])
    let file = try readFile(try TextEncoding.utf16LittleEndian.bytes(of: text))
    #expect(file.summary == ["turtle|żółw"])
    #expect(file.reading.format.value == .json)
    #expect(file.reading.delimiter == nil && file.reading.header == nil)
  }

  @Test(
    arguments: [
      ("[\"food\",\"home\"]", ["food", "home"]), ("\"food; home\"", ["food", "home"]), ("[]", []), ("null", []), ("\"\"", []),
      ("[1, true, \"x\"]", ["1", "true", "x"]), ("[\"a;b\"]", ["a", "b"]),
    ] as [(String, [String])])
  func tagsAreAListOrOneText(value: String, tags: [String]) throws {
    let file = try readFile("[{\"english\":\"a\",\"polish\":\"b\",\"tags\":\(value)}]")
    #expect(file.rows.first?.isValid == true)
    #expect(file.rows.first?.tags.values == tags)
  }

  @Test(
    arguments: [
      ("{\"english\":{\"a\":1},\"polish\":\"b\"}", RowProblem.Code.jsonNestedValue, ImportField.english),
      ("{\"english\":\"a\",\"polish\":[\"b\",\"c\"]}", .jsonNestedValue, .polish),
      ("{\"english\":\"a\",\"polish\":\"b\",\"tags\":[[\"c\"]]}", .jsonNestedValue, .tags),
      ("{\"english\":\"a\",\"polish\":\"b\",\"tags\":[{\"c\":1}]}", .jsonNestedValue, .tags),
      ("{\"english\":\"a\",\"polish\":\"b\",\"tags\":[null]}", .jsonNestedValue, .tags),
      ("{\"english\":\"a\",\"polish\":\"b\",\"tags\":{}}", .jsonNestedValue, .tags),
      ("{\"english\":\"a\",\"english\":\"b\"}", .jsonDuplicateKey, .english),
      ("{\"english\":\"a\",\"angielski\":\"b\"}", .jsonDuplicateKey, .english),
      ("{\"english\":\"a\",\"polish\":\"\\ud83d\"}", .unreadableText, .polish),
      ("{\"english\":\"a\",\"polish\":\"\\ude00\\ud83dx\"}", .unreadableText, .polish),
      ("{\"english\":\"a\\u0000b\",\"polish\":\"b\"}", .controlCharacter, .english),
      ("\"text\"", .jsonNotAnObject, nil), ("7", .jsonNotAnObject, nil), ("null", .jsonNotAnObject, nil),
      ("[{\"english\":\"x\"}]", .jsonNotAnObject, nil), ("[]", .jsonNotAnObject, nil),
    ] as [(String, RowProblem.Code, ImportField?)])
  func aValueThatDoesNotFitCostsItsRowOnly(object: String, code: RowProblem.Code, field: ImportField?) throws {
    let good = "{\"english\":\"good\",\"polish\":\"dobry\"}"
    for text in ["[\(good),\(object),\(good)]", "\(good)\n\(object)\n\(good)"] {
      let file = try readFile(text)
      #expect(file.rows.count == 3)
      #expect(file.rows[1].error?.code == code)
      #expect(file.rows[1].error?.field == field)
      #expect(file.rows[0].isValid && file.rows[2].isValid)
      #expect(try readFile(text, pieces: .byByte) == file)
    }
  }

  @Test func whatKeysNestThatAreNotImportedDoesNotMatter() throws {
    let text = """
      [{"english":"a","forms":{"x":[1,{"y":"}]"}],"z":"\\"]"},"more":[{"q":1},[2]],"polish":"b"},
       {"english":"c","english_forms":[
         {"x": 1},
         {"x": 2}
       ],"polish":"d"}]
      """
    #expect(try summary(text) == ["a|b", "c|d"])
    let columns = try readFile(text).reading.columns
    #expect(columns.map(\.name) == ["english", "forms", "more", "polish", "english_forms"])
    #expect(columns.map(\.field) == [.english, nil, nil, .polish, nil])
  }

  @Test func keysThatComeLateAreReadToo() throws {
    let early = String(repeating: "{\"english\":\"a\",\"polish\":\"b\"}\n", count: 8_000)
    let file = try readFile(early + "{\"angielski\":\"c\",\"polski\":\"d\",\"wymowa\":\"e\",\"other\":1}\n")
    #expect(file.rows.last?.english == "c" && file.rows.last?.polish == "d" && file.rows.last?.phoneticHint == "e")
    #expect(file.reading.columns.map(\.name) == ["english", "polish", "angielski", "polski", "wymowa", "other"])
  }

  @Test func keysAreChosenByHandByName() throws {
    let text = "[{\"q\":\"cat\",\"a\":\"kot\",\"english\":\"no\"}]"
    let settings = ImportSettings(mapping: [.english: .name("Q"), .polish: .name("a")])
    #expect(try summary(text, settings) == ["cat|kot"])
    for reference in [ColumnReference.index(0), .name("x")] {
      let error = #expect(throws: ImportReadingError.self) {
        try readFile(text, ImportSettings(mapping: [.english: reference]))
      }
      #expect(error?.code == "IMPOSSIBLE_MAPPING")
    }
  }

  /// Found by fuzzing: of a line with nothing but a tab, between CR and LF, the break was not counted.
  @Test(arguments: ["\r\t\n", "\r \n", "\n\n", "\r\r", "\r\n\r\n"])
  func everyLineBreakBetweenObjectsCounts(breaks: String) throws {
    let file = try readFile("{\"english\":\"a\"}\(breaks){\"english\":\"b\"}")
    #expect(file.rows.map(\.lineNumber) == [1, 3])
  }

  @Test func objectsWithoutEnglishAreRefusedWithTheirKeys() {
    #expect(throws: ImportReadingError.missingEnglishColumn(columns: ["q", "a"])) { try readFile("[{\"q\":\"x\",\"a\":\"y\"}]") }
  }

  @Test func tenMegabytesInOneStringAreCut() throws {
    let long = String(repeating: "x", count: 10_000_000)
    let file = try readFile(
      "[{\"english\":\"a\",\"polish\":\"\(long)\",\"note\":\"\(long)\"},{\"english\":\"b\",\"polish\":\"c\"}]")
    #expect(file.rows.map { $0.error?.code } == [.fieldTooLarge, nil])
    #expect(file.rows[0].polish.utf8.count == RowValidator.keptLength)
    let key = try readFile("[{\"\(long)\":1,\"english\":\"a\",\"polish\":\"b\"}]", ImportSettings(format: .json))
    #expect(key.summary == ["a|b"])
  }

  @Test(arguments: [
    ("[abc] note,notatka\n", ImportFormat.csv), ("{a},b\n", .csv), ("[1,2]\n", .csv), ("[ ]", .json), ("{ }", .jsonLines),
  ])
  func whatOnlyLooksLikeJSONIsNot(text: String, format: ImportFormat) throws {
    #expect(try readFile(text).reading.format.value == format)
  }

  @Test func theFormatIsChosenByHand() throws {
    let object = "{\"english\":\"cat\",\"polish\":\"kot\"}"
    #expect(try readFile(object, ImportSettings(format: .json)).reading.format.value == .jsonLines)
    #expect(try readFile(object, ImportSettings(format: .csv)).counts.total == 1)
    #expect(try readFile("[\(object)]", ImportSettings(format: .jsonLines)).rows.first?.error?.code == .jsonNotAnObject)
    let error = #expect(throws: ImportReadingError.self) { try readFile("cat,kot\n", ImportSettings(format: .json)) }
    #expect(error?.code == "JSON_SYNTAX")
  }
}
