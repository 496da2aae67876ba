import FiszkaDomain
import Testing

/// langfc (published by woutist, MIT): 3,235 pairs.
@Suite(.enabled(if: TestData.published != nil, "FISZKA_TEST_DATA names the folder"))
struct PublishedListTests {
  @Test func theListHas1927DifferentPairsAnd1308Duplicates() throws {
    let file = try readFile(try TestData.bytes(published: "words/langfc.csv"), pieces: .each(65_536))
    #expect(file.counts.total == 3_235)
    #expect(file.counts.invalid == 0)
    let keys = Set(file.rows.map { [TextKey($0.english), TextKey($0.polish)] })
    #expect(keys.count == 1_927)
    #expect(file.rows.count - keys.count == 1_308)
  }

  @Test func theSameListInJSONGivesTheSameWords() throws {
    let csv = try readFile(try TestData.bytes(published: "words/langfc.csv"))
    let json = try readFile(try TestData.bytes(published: "words/langfc.json"))
    #expect(json.reading.format.value == .json)
    #expect(json.counts.invalid == 0)
    #expect(json.reading.columns.map(\.field) == [.english, .polish, .tags, nil])
    #expect(Set(json.rows.map(\.english)) == Set(csv.rows.map(\.english)))
  }
}
