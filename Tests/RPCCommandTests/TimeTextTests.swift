import CommonProto
import Testing

@testable import RPCCommand

@Suite struct TimeTextTests {
  @Test(arguments: [
    ("1970-01-02", Int64(86_400), Int32(0)), ("2026-01-31T07:30:00Z", 1_769_844_600, 0),
    ("2026-01-31T08:30:00.5+01:00", 1_769_844_600, 500_000_000),
  ])
  func aDayOrATimeIsRead(_ text: String, _ seconds: Int64, _ nanos: Int32) throws {
    #expect(try TimeText.parse(text) == ProtobufTimestamp(seconds: seconds, nanos: nanos))
  }

  @Test(arguments: ["", "2026", "yesterday", "2026-02-30", "2026-01-31 07:30", "31.01.2026", "2026-01-31T07:30:00"])
  func anythingElseIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try TimeText.parse(text) }
  }

  @Test func aTimeIsShownToTheSecondInUTC() {
    #expect(TimeText.show(ProtobufTimestamp(seconds: 1_769_844_600, nanos: 999_999_999)) == "2026-01-31T07:30:00Z")
    #expect(TimeText.show(nil) == "")
  }

  @Test func aTargetIsATableOrARecord() throws {
    let record = try AuditCommand.Target("users/3")
    #expect(record.table == "users" && record.id == 3)
    let table = try AuditCommand.Target("imports")
    #expect(table.table == "imports" && table.id == 0)
    for text in ["", "/3", "users/", "users/0", "users/-1", "users/x", "users/3/4"] {
      #expect(throws: (any Error).self) { try AuditCommand.Target(text) }
    }
  }
}
