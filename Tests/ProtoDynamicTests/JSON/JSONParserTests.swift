import ProtoDynamic
import Testing

@Suite struct JSONParserTests {
  /// The value in a notation of its own, so that order and number texts show.
  private func shown(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let text): "#\(text)"
    case .string(let text): text.debugDescription
    case .array(let elements): "[" + elements.map(shown).joined(separator: " ") + "]"
    case .object(let members): "{" + members.map { "\($0.name): \(shown($0.value))" }.joined(separator: " ") + "}"
    }
  }

  private func parse(_ text: String, depthLimit: Int = 100) throws -> JSONValue {
    try JSONParser.parse([UInt8](text.utf8), depthLimit: depthLimit)
  }

  @Test(
    arguments: [
      ("null", "null"), (" \t\r\n true ", "true"), ("false", "false"), ("[]", "[]"), ("{}", "{}"), ("[ [ ] , { } ]", "[[] {}]"),
      (#"{"b":1,"a":[2,null]}"#, "{b: #1 a: [#2 null]}"), ("-0", "#-0"), ("0.10", "#0.10"), ("1E+02", "#1E+02"),
      ("123456789012345678901234567890", "#123456789012345678901234567890"), ("1e999999999", "#1e999999999"),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t".debugDescription), (#""\u00E9\uD83D\uDe00""#, "\"é😀\""),
      (#""żółć\u0000""#, "\"żółć\\0\""), (#"{"é":1,"é":2}"#.decomposedSecondName, "{é: #1 e\u{301}: #2}"),
    ])
  func validTextKeepsOrderNumbersAndCharacters(_ text: String, _ expected: String) throws {
    #expect(Array(shown(try parse(text)).utf8) == Array(expected.utf8))
  }

  @Test(
    arguments: [
      ("", JSONSyntaxError.Code.unexpectedEnd, 1, 1), ("[1,", .unexpectedEnd, 1, 4), ("{\"a\"", .unexpectedEnd, 1, 5),
      ("\"abc", .unexpectedEnd, 1, 1), ("\"\\", .unexpectedEnd, 1, 3), ("\"\\u12", .unexpectedEnd, 1, 6),
      ("tru", .unexpectedCharacter, 1, 1), ("nul1", .unexpectedCharacter, 1, 1), ("True", .unexpectedCharacter, 1, 1),
      ("[1,]", .unexpectedCharacter, 1, 4), ("{,}", .unexpectedCharacter, 1, 2), ("{\"a\" 1}", .unexpectedCharacter, 1, 6),
      ("{a:1}", .unexpectedCharacter, 1, 2), ("[1 2]", .unexpectedCharacter, 1, 4), ("'a'", .unexpectedCharacter, 1, 1),
      ("01", .unexpectedCharacter, 1, 1), ("-", .unexpectedCharacter, 1, 1), ("1.", .unexpectedCharacter, 1, 1),
      (".5", .unexpectedCharacter, 1, 1), ("+1", .unexpectedCharacter, 1, 1), ("1e", .unexpectedCharacter, 1, 1),
      ("NaN", .unexpectedCharacter, 1, 1), ("0x10", .trailingText, 1, 2), ("1 2", .trailingText, 1, 3),
      ("{}}", .trailingText, 1, 3), ("/* */ 1", .unexpectedCharacter, 1, 1), ("\u{FEFF}1", .unexpectedCharacter, 1, 1),
      ("\"a\nb\"", .unexpectedCharacter, 1, 3), ("\"\\x\"", .unexpectedCharacter, 1, 2),
      ("\"\\u12g4\"", .unexpectedCharacter, 1, 6),
      ("{\n  \"żó\": 1,\n  \"a\": 2, \"a\": 3}", .duplicateName, 3, 11), ("{\"a\":1,\"\\u0061\":2}", .duplicateName, 1, 8),
      ("\"\\ud800\"", .invalidUnicode, 1, 2), ("\"\\udc00\"", .invalidUnicode, 1, 2),
      ("\"\\ud800\\u0041\"", .invalidUnicode, 1, 2),
      ("\"\\ud800x\"", .invalidUnicode, 1, 2), ("\"ż\\ud800\\ud800\"", .invalidUnicode, 1, 3),
    ])
  func invalidTextIsRefusedWithItsPlace(_ text: String, _ code: JSONSyntaxError.Code, _ line: Int, _ column: Int) throws {
    let error = #expect(throws: JSONSyntaxError.self) { try parse(text) }
    #expect(error?.code == code)
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.description.hasPrefix("Line \(line), column \(column): ") == true)
  }

  @Test(
    arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC5], [0x80], [0xE2, 0x82]] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefusedInStringsAndNames(_ bytes: [UInt8]) throws {
    for text in [[UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")], [UInt8]("{\"\\n".utf8) + bytes + [UInt8]("\":1}".utf8)] {
      let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(text) }
      #expect(error?.code == .invalidUnicode)
    }
  }

  @Test func nestingUpToTheLimitIsTakenAndBeyondItRefused() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try parse(nested(100))
    #expect(try #require(throws: JSONSyntaxError.self) { try parse(nested(101)) }.code == .tooDeep)
    #expect(try #require(throws: JSONSyntaxError.self) { try parse("[[{}]]", depthLimit: 2) }.code == .tooDeep)
    let bomb = String(repeating: "[{\"a\":", count: 500_000)
    #expect(try #require(throws: JSONSyntaxError.self) { try parse(bomb) }.code == .tooDeep)
  }

  @Test func aRepeatedNameIsFoundAmongManyInLinearTime() throws {
    let names = (0..<50_000).map { "\"name\($0)\":0" }
    guard case .object(let members) = try parse("{" + names.joined(separator: ",") + "}") else {
      Issue.record("not an object")
      return
    }
    #expect(members.count == 50_000)
    for repeated in [0, 7, 8, 9, 49_999] {
      let text = "{" + (names + [names[repeated]]).joined(separator: ",") + "}"
      #expect(try #require(throws: JSONSyntaxError.self) { try parse(text) }.code == .duplicateName)
    }
  }
}

extension String {
  /// The text with its second "é" as two characters, which Swift takes for the same and JSON does not.
  fileprivate var decomposedSecondName: String {
    guard let last = lastIndex(of: "é") else { return self }
    return self[..<last] + "e\u{301}" + self[index(after: last)...]
  }
}
