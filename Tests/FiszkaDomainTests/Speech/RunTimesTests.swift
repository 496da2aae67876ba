import FiszkaDomain
import Testing

@Suite struct RunTimesTests {
  @Test func percentilesAreByNearestRank() {
    let times = RunTimes((1...50).reversed())
    #expect(times.percentile(50) == 25 && times.percentile(90) == 45 && times.percentile(99) == 50)
    #expect(times.mean == 25)
    let one = RunTimes([7])
    #expect(one.percentile(50) == 7 && one.percentile(99) == 7 && one.mean == 7)
  }

  @Test func withoutRunsAllIsZero() {
    #expect(RunTimes([]).percentile(50) == 0 && RunTimes([]).mean == 0)
  }
}
