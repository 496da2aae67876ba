import Foundation
import Testing

@testable import ProtoDynamic

@Suite struct JSONTimestampTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999), ("2000-02-29T12:30:15.5Z", 951_827_415, 500_000_000),
      ("1972-01-01T10:00:20.021-05:00", 63_126_020, 21_000_000), ("2024-03-01T00:30:00+01:30", 1_709_247_600, 0),
      ("1969-12-31T23:59:59.000000001Z", -1, 1), ("2024-01-01T00:00:00-00:00", 1_704_067_200, 0),
      ("0001-01-01T01:00:00+01:00", -62_135_596_800, 0),
    ] as [(String, Int64, Int32)])
  func timeIsReadWithItsOffsetAndFraction(_ text: String, _ seconds: Int64, _ nanoseconds: Int32) {
    #expect(JSONTimestamp(text) == JSONTimestamp(seconds: seconds, nanoseconds: nanoseconds))
    #expect(JSONTimestamp(text) != nil)
  }

  @Test(
    arguments: [
      "", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T00:00:00z", "2024-01-01t00:00:00Z", "2024-01-01 00:00:00Z",
      "2024-1-01T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
      "2024-04-31T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z",
      "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567890Z", "2024-01-01T00:00:00+1:00", "2024-01-01T00:00:00+24:00",
      "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00Z ", "+2024-01-01T00:00:00Z", "0000-12-31T23:59:59Z",
      "0000-01-01T00:00:00Z",
      "0001-01-01T00:59:59+01:00", "9999-12-31T23:00:00-01:00", "10000-01-01T00:00:00Z", "2024-01-01T00:00:00,5Z",
    ])
  func otherTextIsRefused(_ text: String) {
    #expect(JSONTimestamp(text) == nil)
  }

  @Test func fractionIsWrittenWithNoneThreeSixOrNineDigits() throws {
    for (nanoseconds, fraction) in [
      (0, ""), (500_000_000, ".500"), (1_000_000, ".001"), (1000, ".000001"), (120_000, ".000120"), (1, ".000000001"),
    ] as [(Int32, String)] {
      #expect(try #require(JSONTimestamp(seconds: 0, nanoseconds: nanoseconds)).text == "1970-01-01T00:00:00\(fraction)Z")
    }
  }

  @Test func everyDayOfTheCalendarGoesThereAndBackInOrder() throws {
    var text = ""
    for day in stride(
      from: JSONTimestamp.secondsRange.lowerBound, through: JSONTimestamp.secondsRange.upperBound, by: 86_400 * 13)
    {
      let time = try #require(JSONTimestamp(seconds: day + 86_399, nanoseconds: 0))
      #expect(JSONTimestamp(time.text) == time)
      #expect(time.text > text)
      text = time.text
    }
  }

  @Test func partsOutOfRangeAreRefused() {
    #expect(JSONTimestamp(seconds: -62_135_596_801, nanoseconds: 0) == nil)
    #expect(JSONTimestamp(seconds: 253_402_300_800, nanoseconds: 0) == nil)
    #expect(JSONTimestamp(seconds: 0, nanoseconds: -1) == nil)
    #expect(JSONTimestamp(seconds: 0, nanoseconds: 1_000_000_000) == nil)
  }
}
