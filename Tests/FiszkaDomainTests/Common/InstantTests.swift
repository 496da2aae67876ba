import FiszkaDomain
import Testing

struct InstantTests {
  @Test(arguments: [
    (0, Duration.seconds(1), 1_000_000),
    (5, .microseconds(-6), -1),
    (0, .nanoseconds(1_999), 1),
    (Int64.max, .seconds(1), Int64.max),
    (Int64.min, .seconds(-1), Int64.min),
    (0, .seconds(Int64.max), Int64.max),
    (0, .seconds(Int64.min), Int64.min),
  ])
  func advancingAddsWholeMicrosecondsAndStopsAtTheEnds(start: Int64, by: Duration, end: Int64) {
    #expect(Instant(microseconds: start).advanced(by: by).microseconds == end)
  }
}
