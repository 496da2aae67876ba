import FiszkaDomain
import Testing

@Suite struct BackupNameTests {
  @Test(arguments: ["a.db", "fiszka-20260102T030405Z.db", "9_.-x.db", String(repeating: "a", count: 97) + ".db", "a..db"])
  func plainNamesAreNames(_ text: String) {
    #expect(BackupName(text)?.text == text)
  }

  @Test(arguments: [
    "", ".db", "a", "a.db-wal", ".a.db", "-a.db", "../a.db", "a/b.db", "a b.db", "ż.db", "a\0.db", "a.DB",
    String(repeating: "a", count: 98) + ".db",
  ])
  func pathsHiddenAndSideFilesAreNone(_ text: String) {
    #expect(BackupName(text) == nil)
  }

  @Test func theStandardNameHasTheTimeAndIsAName() {
    let name = BackupName(at: Instant(microseconds: 1_767_323_045_999_999))
    #expect(name.text == "fiszka-20260102T030405Z.db")
    #expect(BackupName(name.text) == name)
  }
}
