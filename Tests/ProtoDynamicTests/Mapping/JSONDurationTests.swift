import Testing

@testable import ProtoDynamic

@Suite struct JSONDurationTests {
  @Test(
    arguments: [
      ("0s", 0, 0, "0s"), ("-0s", 0, 0, "0s"), ("1.5s", 1, 500_000_000, "1.500s"), ("-0.5s", 0, -500_000_000, "-0.500s"),
      ("-1.000001s", -1, -1000, "-1.000001s"), ("0.000000001s", 0, 1, "0.000000001s"), ("007s", 7, 0, "7s"),
      ("315576000000.999999999s", 315_576_000_000, 999_999_999, "315576000000.999999999s"),
      ("-315576000000s", -315_576_000_000, 0, "-315576000000s"),
    ] as [(String, Int64, Int32, String)])
  func durationIsReadAndWritten(_ text: String, _ seconds: Int64, _ nanoseconds: Int32, _ canonical: String) throws {
    let duration = try #require(JSONDuration(text))
    #expect(duration == JSONDuration(seconds: seconds, nanoseconds: nanoseconds))
    #expect(duration.text == canonical)
  }

  @Test(
    arguments: [
      "", "s", "1", "1 s", "1S", "+1s", "--1s", "1.s", ".5s", "1.0000000001s", "1e3s", "315576000001s", "-315576000001s",
      "99999999999999999999999s", "1.5s ", "1,5s", "1.-5s", "NaNs",
    ])
  func otherTextIsRefused(_ text: String) {
    #expect(JSONDuration(text) == nil)
  }

  @Test func partsOutOfRangeOrOfTwoSignsAreRefused() {
    for (seconds, nanoseconds) in [
      (315_576_000_001, 0), (-315_576_000_001, 0), (0, 1_000_000_000), (0, -1_000_000_000), (1, -1), (-1, 1), (0, .min),
    ] as [(Int64, Int32)] {
      #expect(JSONDuration(seconds: seconds, nanoseconds: nanoseconds) == nil)
    }
  }
}
