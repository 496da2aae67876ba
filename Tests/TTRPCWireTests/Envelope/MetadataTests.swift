import Testing

@testable import TTRPCWire

@Suite struct MetadataTests {
  @Test func keysAreWrittenInLowerCaseAndFoundInAny() {
    var metadata = Metadata()
    metadata.append("1", for: "X-Forwarded-For")
    metadata.append("2", for: "x-forwarded-for")
    metadata.append("3", for: "Ż")
    #expect(metadata.entries.map(\.key) == ["x-forwarded-for", "x-forwarded-for", "Ż"])
    #expect(metadata.first("X-FORWARDED-FOR") == "1")
    #expect(metadata.all("x-Forwarded-for") == ["1", "2"])
    #expect(metadata.first("ż") == nil)
  }

  @Test func settingReplacesEveryValueOfAKeyAndSettingNoneRemovesIt() {
    var metadata = Metadata()
    metadata.append("1", for: "a")
    metadata.append("2", for: "b")
    metadata.append("3", for: "A")
    metadata.set(["4", "5"], for: "A")
    #expect(metadata.entries == [.init(key: "b", value: "2"), .init(key: "a", value: "4"), .init(key: "a", value: "5")])
    metadata.set([], for: "a")
    #expect(metadata.all("a").isEmpty)
  }

  @Test func keysThatDifferInAnythingButCaseAreDifferent() {
    var metadata = Metadata()
    metadata.append("1", for: "a[b")
    #expect(metadata.first("a{b") == nil)
    #expect(metadata.first("a[") == nil)
    #expect(metadata.first("a[bc") == nil)
  }

  @Test func whatAServerWouldRefuseIsKnownBeforeItIsSent() {
    var metadata = Metadata()
    for _ in 0..<64 { metadata.append("", for: "k") }
    #expect(metadata.refusal(Limits()) == nil)
    metadata.append("", for: "k")
    #expect(metadata.refusal(Limits()) == .metadataEntries(limit: 64))
    metadata.set([String(repeating: "v", count: 16_384)], for: "k")
    #expect(metadata.refusal(Limits()) == .metadataBytes(limit: 16_384))
  }
}
