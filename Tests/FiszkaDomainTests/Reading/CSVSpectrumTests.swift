import FiszkaDomain
import Foundation
import Testing

/// csv-spectrum (published by M. Ogden, BSD-2-Clause): edge cases with their expected records.
@Suite(.enabled(if: TestData.published != nil, "FISZKA_TEST_DATA names the folder"))
struct CSVSpectrumTests {
  static let names =
    (try? FileManager.default.contentsOfDirectory(
      atPath: TestData.published?.appendingPathComponent("csv-spectrum/csvs").path ?? ""))?
    .map { ($0 as NSString).deletingPathExtension }.sorted() ?? []

  @Test func theCollectionIsThere() {
    #expect(Self.names.count >= 11)
  }

  @Test(arguments: names)
  func aFileWithItsFirstRowAsKeysGivesItsRecords(name: String) throws {
    var bytes = try TestData.bytes(published: "csv-spectrum/csvs/\(name).csv")
    if name.hasSuffix("_crlf") && !bytes.contains(0x0D) {
      // The files are published with CRLF, which a copy through a version control system may have lost.
      bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
    }
    let json = Data(try TestData.bytes(published: "csv-spectrum/json/\(name).json"))
    let expected = try #require(try JSONSerialization.jsonObject(with: json) as? [[String: String]])
    for pieces in [Pieces.whole, .byByte] {
      let fields = CSVCollector.read(bytes, pieces: pieces).collector.fields
      let keys = try #require(fields.first)
      let records = fields.dropFirst().map { Dictionary(zip(keys, $0)) { first, _ in first } }
      #expect(records == expected)
    }
  }
}
