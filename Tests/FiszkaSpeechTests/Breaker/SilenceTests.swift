import Testing

@testable import FiszkaSpeech

@Suite struct SilenceTests {
  private var silence = Silence()

  private mutating func waited(_ start: Int, _ end: Int) -> Bool {
    silence.waited(from: start, to: end, patience: 100)
  }

  @Test mutating func waitsAddUpUntilTheyAreTooLongAndThenBeginAnew() {
    let answers = [waited(0, 50), waited(60, 109), waited(200, 201), waited(210, 300), waited(310, 320)]
    #expect(answers == [false, false, true, false, true])
  }

  @Test mutating func waitsAtTheSameTimeCountOnce() {
    let answers = [waited(0, 60), waited(0, 60), waited(10, 61), waited(20, 99), waited(0, 100)]
    #expect(answers == [false, false, false, false, true])
  }

  @Test mutating func aWordEndsTheSilenceAlsoForThoseWhoWaitedBefore() {
    _ = waited(0, 90)
    silence.ended(at: 100)
    let answers = [waited(0, 110), waited(100, 199), waited(199, 200)]
    #expect(answers == [false, false, true])
  }
}
