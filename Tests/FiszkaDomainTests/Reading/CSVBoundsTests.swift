import FiszkaDomain
import Testing

struct CSVBoundsTests {
  private func read(_ text: String) -> [CSVCollector.Record] {
    let bytes = Array(text.utf8)
    return CSVCollector.read(bytes, pieces: .each(65_536)).collector.records
  }

  @Test func tenMegabytesInOneUnquotedFieldAreCut() {
    let records = read("a," + String(repeating: "x", count: 10_000_000) + ",b\nc,d,e\n")
    #expect(records.count == 2)
    #expect(records[0].fields.map(\.utf8.count) == [1, CSVRecord.maximumFieldBytes, 1])
    #expect(records[0].findings == CSVRecord.Findings.fieldTooLarge.rawValue)
    #expect(records[1].fields == ["c", "d", "e"])
  }

  @Test func tenMegabytesInOneQuotedLineAreCutAndTheLineIsLost() {
    let records = read("a,\"" + String(repeating: "x", count: 10_000_000) + "\",b\nc,d,e\n")
    #expect(records.count == 2)
    #expect(records[0].fields.map(\.utf8.count) == [1, CSVRecord.maximumFieldBytes])
    #expect(records[0].findings & CSVRecord.Findings.quoteNotClosed.rawValue != 0)
    #expect(records[1] == .init(line: 2, fields: ["c", "d", "e"], findings: 0))
  }

  @Test func aRecordIsCutAtOneMebibyte() {
    let field = String(repeating: "x", count: 60_000)
    let records = read(Array(repeating: field, count: 40).joined(separator: ",") + "\nc\n")
    #expect(records[0].fields.count == 40)
    #expect(records[0].fields.reduce(0) { $0 + $1.utf8.count } == CSVRecord.maximumRecordBytes)
    #expect(records[0].findings & CSVRecord.Findings.recordTooLarge.rawValue != 0)
    #expect(records[1].fields == ["c"])
  }

  @Test func aMillionColumnsAreCut() {
    let records = read(String(repeating: "a,", count: 1_000_000) + "\nc\n")
    #expect(records[0].fields.count == CSVRecord.maximumFields)
    #expect(records[0].findings == CSVRecord.Findings.tooManyFields.rawValue)
    #expect(records[1].fields == ["c"])
  }

  @Test func asManyColumnsAsAllowedAreRead() {
    let line = (0..<CSVRecord.maximumFields).map { "\($0)" }.joined(separator: ",")
    let records = read(line)
    #expect(records == [.init(line: 1, fields: line.split(separator: ",").map(String.init), findings: 0)])
  }

  @Test func tenMegabytesOfSpacesAreCut() {
    let records = read(String(repeating: " ", count: 10_000_000) + "\nc\n")
    #expect(records.last?.fields == ["c"])
    #expect(records[0].findings == CSVRecord.Findings.fieldTooLarge.rawValue)
  }
}
