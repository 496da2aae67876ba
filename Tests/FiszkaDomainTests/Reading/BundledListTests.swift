import FiszkaDomain
import Foundation
import Testing

/// `Tests/Data/import_200.csv`: the first thing that users see.
struct BundledListTests {
  @Test func theListHas200PerfectRowsWithoutDuplicates() throws {
    let file = try readFile(try TestData.bytes(own: "import_200.csv"))
    #expect(file.counts == ImportCounts(total: 200))
    #expect(file.reading.emptyRows == 0)
    #expect(file.reading.columns.map(\.name) == ImportField.allCases.map(\.rawValue))
    #expect(Set(file.rows.map { TextKey($0.english) }).count == 200)
    #expect(Set(file.rows.map { TextKey($0.polish) }).count == 200)
  }

  @Test func everyRowHasAnExampleSentenceAndTags() throws {
    let file = try readFile(try TestData.bytes(own: "import_200.csv"))
    for row in file.rows {
      #expect(row.example.last.map { ".!?".contains($0) } == true, "\(row.english)")
      #expect(row.example.first?.isUppercase == true, "\(row.english)")
      #expect(!row.tags.isEmpty, "\(row.english)")
      #expect(row.phoneticHint.isEmpty || (row.phoneticHint.hasPrefix("/") && row.phoneticHint.hasSuffix("/")), "\(row.english)")
    }
    #expect(file.rows.contains { $0.example.contains(",") })
    #expect(file.rows.count { !$0.phoneticHint.isEmpty } >= 50)
  }

  @Test func theListSurvivesEverySpreadsheet() throws {
    let text = String(decoding: try TestData.bytes(own: "import_200.csv"), as: UTF8.self)
    let rows = try readFile(text).rows
    for encoding in [TextEncoding.utf16LittleEndian, .utf16BigEndian] {
      #expect(try readFile(try encoding.bytes(of: "\u{FEFF}" + text.replacing("\n", with: "\r\n"))).rows == rows)
    }
    // The Central European encodings have no phonetic letters, so the hints are left out.
    let short = rows.map { "\"\($0.english)\";\"\($0.polish)\"" }.joined(separator: "\r\n")
    for encoding in [TextEncoding.windows1250, .iso8859Part2] {
      let file = try readFile(try encoding.bytes(of: "angielski;polski\r\n" + short))
      #expect(file.reading.encoding.value == encoding)
      #expect(file.rows.map(\.polish) == rows.map(\.polish))
    }
  }
}
