import FiszkaDomain
import Testing

struct PageTests {
  @Test(arguments: [(0, 50), (-1, 50), (1, 1), (1_000, 1_000), (1_001, 1_000), (Int.max, 1_000)])
  func aRequestKeepsItsLimitWithinBounds(asked: Int, granted: Int) {
    #expect(PageRequest(limit: asked).limit == granted)
  }

  @Test(arguments: [0, 1, -1, Int64.max, Int64.min, 1_234_567])
  func aTokenComesBackAsItsCursor(key: Int64) {
    let cursor = PageCursor(lastKey: key)
    let text = PageToken.text(for: cursor, filter: "imports;uploaded_by=7")
    #expect(text.utf8.count == 32)
    #expect(PageToken.cursor(from: text, filter: "imports;uploaded_by=7") == cursor)
  }

  @Test func aTokenOfAnotherFilterIsRefused() {
    let text = PageToken.text(for: PageCursor(lastKey: 5), filter: "imports;uploaded_by=7")
    #expect(PageToken.cursor(from: text, filter: "imports;uploaded_by=8") == nil)
    #expect(PageToken.cursor(from: text, filter: "") == nil)
  }

  @Test func aTokenWithOneCharacterChangedIsRefused() {
    let text = PageToken.text(for: PageCursor(lastKey: 5), filter: "items")
    for index in text.indices {
      var changed = text
      changed.replaceSubrange(index...index, with: text[index] == "0" ? "1" : "0")
      #expect(PageToken.cursor(from: changed, filter: "items") == nil)
    }
  }

  @Test(arguments: ["", "0", "zz", String(repeating: "g", count: 32), String(repeating: "0", count: 33), "łłłłłłłłłłłłłłłł"])
  func textThatIsNoTokenIsRefused(text: String) {
    #expect(PageToken.cursor(from: text, filter: "items") == nil)
  }
}
