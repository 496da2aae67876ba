import FiszkaDomain
import Testing

/// JSON that is broken.
struct JSONRecoveryTests {
  /// Objects, or lines, that break in their middle.
  static let broken = [
    "{\"english\":\"cat\" \"polish\":\"kot\"}", "{\"english\":\"cat\",\"polish\":kot}", "{\"english\":\"cat\",\"polish\":\"kot",
    "{\"english\":\"cat\",\"polish\":\"kot\"", "{\"english\":\"cat\",\"polish\":", "{\"english\":\"cat\",\"polish\"",
    "{\"english",
    "{", "{english:\"cat\"}", "{'english':'cat'}", "{\"english\":\"c\\xat\"}", "{\"english\":\"\\u00zz\"}",
    "{\"english\":01}", "{\"english\":1.}", "{\"english\":-}", "{\"english\":1e}", "{\"english\":tru}", "{\"english\":NaN}",
    "{\"english\":\"a\u{1}b\"}", "{\"english\":\"a\tb\"}", "cat,kot", "?", "{\"english\":\"cat\"]",
    "{\"tags\":[\"a\"}", "{\"x\":[1,(2)}", "{\"x\":{\"y\":1]}", "{\"x\":\"\\",
    "{\"english\":\(String(repeating: "9", count: 2_000))}",
  ]
  private static let good = "{\"english\":\"good\",\"polish\":\"dobry\"}"

  @Test(arguments: broken)
  func aBrokenLineCostsItselfOnly(line: String) throws {
    let text = "\(Self.good)\n\(line)\n\(Self.good)\r\n\(line)\r\(Self.good)"
    let file = try readFile(text)
    #expect(file.rows.map(\.isValid) == [true, false, true, false, true])
    #expect(file.rows.map(\.lineNumber) == [1, 2, 3, 4, 5])
    #expect(file.rows[1].error?.code == .jsonSyntax)
    #expect(file.rows[1].error?.message.contains("line 2") == true)
    #expect(try readFile(text, pieces: .byByte) == file)
    #expect(try readFile(text, pieces: .each(5)) == file)
  }

  @Test(arguments: broken.filter { $0 != "{\"x\":[1,(2)}" })
  func aBrokenObjectOnItsOwnLineOfAnArrayCostsItselfOnly(object: String) throws {
    let text = "[\n\(Self.good),\n\(object),\n  \(Self.good)\n]\n"
    let file = try readFile(text)
    #expect(file.rows.map(\.isValid) == [true, false, true])
    #expect(file.rows.map(\.lineNumber) == [2, 3, 4])
    #expect(try readFile(text, pieces: .byByte) == file)
    #expect(try readFile(text, pieces: .each(5)) == file)
  }

  @Test func aBrokenLastObjectOfAnArrayCostsItselfOnly() throws {
    let file = try readFile("[\n\(Self.good),\n{\"english\":\"cat\" \"polish\":\"kot\"}\n]\n")
    #expect(file.rows.map(\.isValid) == [true, false])
  }

  @Test(arguments: [
    "[\(good),{\"english\":\"a\" \"polish\":\"b\"},\(good)]", "[\(good),\n{\"english\":\"a\" \"polish\":\"b\"}, \(good)]",
    "[{\"english\":\"a\",\"polish\":\"b},\(good)]", "[\(good)", "[", "[\(good),", "[\n\(good),\n{\"english\":\"a", "[\(good)] x",
    "[\(good)][\(good)]", "[\n{\"english\":\"a\" \"b\"},\n",
  ])
  func anArrayThatCannotBeReadWithoutLosingRowsIsRefused(text: String) {
    for pieces in [Pieces.whole, .byByte] {
      let error = #expect(throws: ImportReadingError.self) { try readFile(text, ImportSettings(format: .json), pieces: pieces) }
      #expect(error?.code == "JSON_SYNTAX")
    }
  }

  @Test func theRefusalNamesTheLine() {
    #expect(
      throws: ImportReadingError.jsonSyntax(line: 3, reason: "a comma or } is missing behind a value")
    ) {
      try readFile("[\n\(Self.good),\n{\"english\":\"a\" \"polish\":\"b\"}, \(Self.good)\n]")
    }
    #expect(
      throws: ImportReadingError.jsonSyntax(line: 2, reason: "the file ends before its array does, so rows are missing")
    ) {
      try readFile("[\(Self.good),\n")
    }
  }

  @Test func anObjectOverSeveralLinesIsBrokenWhereLinesAreObjects() throws {
    let file = try readFile("{\"english\":\"a\",\n\"polish\":\"b\"}\n\(Self.good)\n")
    #expect(file.rows.map(\.isValid) == [false, false, true])
  }

  @Test(arguments: [64, 65, 1_000_000])
  func nestingIsBounded(depth: Int) throws {
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let file = try readFile("{\"english\":\"a\",\"x\":\(nested)}\n\(Self.good)\n")
    #expect(file.rows.map(\.isValid) == [depth <= JSONParser.maximumDepth + 1, true])
  }
}
