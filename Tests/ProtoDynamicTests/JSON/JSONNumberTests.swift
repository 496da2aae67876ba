import Testing

@testable import ProtoDynamic

@Suite struct JSONNumberTests {
  @Test(
    arguments: [
      ("0", false, 0), ("-0", false, 0), ("0.000e99", false, 0), ("7", false, 7), ("-7", true, 7), ("1.0", false, 1),
      ("1e3", false, 1000), ("1.5e1", false, 15), ("1200e-2", false, 12), ("-0.5e1", true, 5),
      ("1e19", false, 10_000_000_000_000_000_000),
      ("18446744073709551615", false, UInt64.max), ("18446744073709551615.000", false, UInt64.max),
      ("1844674407370955161.5E+1", false, UInt64.max), ("0.0000000000000000000000001e25", false, 1),
      ("9007199254740993", false, 9_007_199_254_740_993), ("0e-999999999999999999999", false, 0),
    ] as [(String, Bool, UInt64)])
  func wholeNumberIsExactInAnyNotation(_ text: String, _ negative: Bool, _ magnitude: UInt64) {
    #expect(JSONNumber.isNumber(text))
    #expect(JSONNumber.integer(text) == .whole(negative: negative, magnitude: magnitude))
  }

  @Test(arguments: [
    "0.5", "1e-1", "1.0000000000000000000000000001", "18446744073709551615.5", "1e-999999999", "100e-3",
    "99999999999999999999999.9",
  ])
  func fractionIsNoInteger(_ text: String) {
    #expect(JSONNumber.integer(text) == .fractional)
  }

  @Test(arguments: ["18446744073709551616", "1e20", "-99999999999999999999", "1e999999999", "1e99999999999999999999999999"])
  func numberBeyond64BitsIsTooLarge(_ text: String) {
    #expect(JSONNumber.integer(text) == .tooLarge)
  }

  @Test(arguments: ["", " 1", "1 ", "+1", "01", "1.", ".1", "1e", "0x1", "1_000", "NaN", "inf", "-", "--1", "1e1.5", "١"])
  func whatTheGrammarDoesNotKnowIsNoNumber(_ text: String) {
    #expect(!JSONNumber.isNumber(text))
  }

  @Test func numberOfAMillionDigitsIsReadInLinearTime() {
    let digits = String(repeating: "9", count: 1 << 20)
    #expect(JSONNumber.integer(digits) == .tooLarge)
    #expect(JSONNumber.integer("0.\(digits)") == .fractional)
    #expect(
      JSONNumber.integer("5" + String(repeating: "0", count: 1 << 20) + "e-1048576") == .whole(negative: false, magnitude: 5))
  }
}
