import FiszkaDomain
import Testing

struct TagListTests {
  @Test(
    arguments: [
      ("", []),
      (" ; , | ", []),
      ("food", ["food"]),
      ("food;home", ["food", "home"]),
      ("food, home | pets\nschool\r\nfun", ["food", "home", "pets", "school", "fun"]),
      ("phrasal verbs; irregular verbs", ["phrasal verbs", "irregular verbs"]),
      ("Food;food; FOOD ;home", ["Food", "home"]),
      ("żółw;ŻÓŁW", ["żółw"]),
      ("z\u{307};ż", ["ż"]),
    ] as [(String, [String])])
  func tagsAreSplitTrimmedAndKeptOnce(text: String, values: [String]) {
    let tags = TagList(parsing: text)
    #expect(tags.values == values)
    #expect(TagList(parsing: tags.text) == tags)
  }

  @Test func readingEndsWithTheFirstTagTooMany() {
    let text = (0..<100_000).map { "tag \($0)" }.joined(separator: ";")
    #expect(TagList(parsing: text).values.count == TagList.maximumCount + 1)
  }

  @Test func manyEqualTagsAreOne() {
    #expect(TagList(parsing: String(repeating: "a;", count: 30_000)).values == ["a"])
  }
}
