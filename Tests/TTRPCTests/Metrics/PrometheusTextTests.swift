import Testing

@testable import TTRPC

@Suite struct PrometheusTextTests {
  @Test(
    arguments: [
      (0, "0"), (50_000, "0.00005"), (1_000_000_000, "1"), (2_500_000_000, "2.5"), (60_000_000_001, "60.000000001"),
    ] as [(Int64, String)])
  func secondsAreExactDecimals(_ nanoseconds: Int64, _ text: String) {
    #expect(PrometheusText.seconds(nanoseconds) == text)
  }

  @Test func labelsAndHelpAreEscaped() {
    var text = PrometheusText()
    text.begin("a_total", .counter, "Back\\slash, \"quoted\"\nline.")
    text.sample([("b", "\\ \" \n")], 7)
    #expect(
      text.text == """
        # HELP a_total Back\\\\slash, "quoted"\\nline.
        # TYPE a_total counter
        a_total{b="\\\\ \\" \\n"} 7

        """)
  }

  @Test func bucketsAreCumulatedAndEndWithAll() {
    var text = PrometheusText()
    var counts = [Int](repeating: 0, count: TimeBuckets.count)
    counts[0] = 2
    counts[TimeBuckets.count - 1] = 1
    text.begin("a_seconds", .histogram, "A.")
    text.histogram([], TimeHistogram(counts: counts, sumNanoseconds: 61_500_000_000))
    let lines = text.text.split(separator: "\n")
    #expect(lines[2] == "a_seconds_bucket{le=\"0.00005\"} 2")
    #expect(
      lines.suffix(4) == [
        "a_seconds_bucket{le=\"60\"} 2", "a_seconds_bucket{le=\"+Inf\"} 3", "a_seconds_sum 61.5", "a_seconds_count 3",
      ])
  }

  @Test(arguments: [(0, 0), (50_000, 0), (50_001, 1), (60_000_000_000, 18), (60_000_000_001, 19)] as [(Int64, Int)])
  func boundBelongsToItsBucket(_ nanoseconds: Int64, _ index: Int) {
    #expect(TimeBuckets.index(ofNanoseconds: nanoseconds) == index)
  }
}
