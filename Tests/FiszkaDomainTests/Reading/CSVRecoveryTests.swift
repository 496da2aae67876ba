import FiszkaDomain
import Testing

/// Quotes that are never closed.
struct CSVRecoveryTests {
  private static let open = CSVRecord.Findings.quoteNotClosed.rawValue

  private func check(_ text: String, _ expected: [CSVCollector.Record]) {
    let bytes = Array(text.utf8)
    let whole = CSVCollector.read(bytes).collector
    #expect(whole.records == expected)
    #expect(CSVCollector.read(bytes, pieces: .byByte).collector == whole)
    #expect(CSVCollector.read(bytes, pieces: .each(7)).collector == whole)
  }

  @Test func aQuoteOpenAtTheEndCostsItsOwnLineOnly() {
    check(
      "a,b\nc,\"d\ne,f\n\ng,\"h\"\n",
      [
        .init(line: 1, fields: ["a", "b"], findings: 0),
        .init(line: 2, fields: ["c", "d"], findings: Self.open),
        .init(line: 3, fields: ["e", "f"], findings: 0),
        .init(line: 5, fields: ["g", "h"], findings: 0),
      ])
  }

  @Test func aQuoteOpenInTheLastLineCostsThatLine() {
    check("a\n\"b,c", [.init(line: 1, fields: ["a"], findings: 0), .init(line: 2, fields: ["b,c"], findings: Self.open)])
    check("\"", [.init(line: 1, fields: [""], findings: Self.open)])
    check("\"a\r\n", [.init(line: 1, fields: ["a"], findings: Self.open)])
  }

  @Test func severalOpenQuotesEachCostTheirLine() {
    check(
      "\"a \"\" \r\nb\r\nx,\"c\r\n\"\"d\r\n",
      [
        .init(line: 1, fields: ["a \" "], findings: Self.open),
        .init(line: 2, fields: ["b"], findings: 0),
        .init(line: 3, fields: ["x", "c"], findings: Self.open),
        .init(line: 4, fields: ["d"], findings: CSVRecord.Findings.textAfterQuote.rawValue),
      ])
  }

  @Test func aFieldOpenedInTheMiddleOfARecordGoesOnBehindItsOpeningLine() {
    check(
      "a,\"b\nc\",\"d\ne,f\n",
      [
        .init(line: 1, fields: ["a", "b\nc", "d"], findings: Self.open),
        .init(line: 3, fields: ["e", "f"], findings: 0),
      ])
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func aQuoteOpenForMoreThan64KiBCostsItsOwnLineOnly(lineBreak: String) {
    let lines = (0..<20_000).map { "w\($0),s\($0)" }
    let text = (["x,\"open"] + lines).joined(separator: lineBreak)
    for pieces in [Pieces.whole, .each(1_000), .each(65_536)] {
      let records = CSVCollector.read(Array(text.utf8), pieces: pieces).collector.records
      #expect(records.count == 20_001)
      #expect(records[0] == .init(line: 1, fields: ["x", "open"], findings: Self.open))
      #expect(records[1] == .init(line: 2, fields: ["w0", "s0"], findings: 0))
      #expect(records[20_000] == .init(line: 20_001, fields: ["w19999", "s19999"], findings: 0))
    }
  }

  @Test(arguments: [(65_536, UInt8(0)), (65_537, open)])
  func aQuotedFieldOf64KiBIsReadAndOneByteMoreIsNot(count: Int, findings: UInt8) {
    let line = String(repeating: "y", count: 127) + "\n"
    let content = String(String(repeating: line, count: 600).prefix(count))
    let records = CSVCollector.read(Array("a,\"\(content)\",b\nlast,row\n".utf8)).collector.records
    #expect(records[0].findings == findings)
    #expect(records.last?.fields == ["last", "row"])
    if findings == 0 {
      let isWhole = records[0].fields == ["a", content, "b"]
      #expect(isWhole)
      #expect(records.count == 2)
    } else {
      #expect(records[0].fields == ["a", String(repeating: "y", count: 127)])
      // The lines of the field, then the rest of its last one with the quote.
      #expect(records.count == 1 + 512 + 1)
    }
  }

  @Test func aForgottenQuoteCostsItsOwnLineThoughLaterLinesHaveQuotes() {
    check(
      "a,\"b\nc,d\n\"e\",f\n\"g\" , h\n",
      [
        .init(line: 1, fields: ["a", "b"], findings: Self.open),
        .init(line: 2, fields: ["c", "d"], findings: 0),
        .init(line: 3, fields: ["e", "f"], findings: 0),
        .init(line: 4, fields: ["g", " h"], findings: 0),
      ])
  }

  @Test func spacesBehindAClosingQuoteOfSeveralLinesAreDropped() {
    check("\"a\nb\" \t,c\n", [.init(line: 1, fields: ["a\nb", "c"], findings: 0)])
  }

  /// Lines made to be read again and again: steps by the square would take hours.
  @Test(arguments: [
    ("\"a\n", 100_000), ("\"\"\"a\n", 100_000), ("x,\"\n", 50_000), ("\",\"\n", 100_000), ("x\",\"y\n", 1), ("\"\"\n", 100_000),
    ("\"\" \"\n", 100_000), ("\"a\"\"\n", 100_000),
  ])
  func hostileQuotesAreReadInALinearNumberOfSteps(line: String, recordCount: Int) {
    let bytes = Array(String(repeating: line, count: 100_000).utf8)
    #expect(CSVCollector.read(bytes, pieces: .each(65_536)).collector.records.count == recordCount)
  }
}
