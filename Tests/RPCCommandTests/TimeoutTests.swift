import Testing

@testable import RPCCommand

@Suite struct TimeoutTests {
  @Test(arguments: [
    ("5s", Duration.seconds(5)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)), ("1h", .seconds(3_600)),
    ("0.25", .milliseconds(250)), ("24h", .seconds(86_400)),
  ])
  func timeIsReadWithItsUnit(_ text: String, _ duration: Duration) throws {
    #expect(try Timeout.parse(text) == duration)
  }

  @Test(arguments: ["", "s", "-1s", "0", "0ms", "25h", "1d", "1 s", "nan", "inf", "0x10", "1e999", "5S"])
  func anythingElseIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try Timeout.parse(text) }
  }
}
