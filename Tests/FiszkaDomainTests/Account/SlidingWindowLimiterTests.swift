import Testing

@testable import FiszkaDomain

@Suite struct SlidingWindowLimiterTests {
  private let limiter = SlidingWindowLimiter()

  private func admit(_ key: String, _ second: Double) -> AttemptVerdict {
    limiter.admit(key, at: .second(second))
  }

  @Test func theEleventhAttemptWithinAMinuteIsRefusedUntilTheFirstIsAMinuteOld() {
    for second in 0..<10 { #expect(admit("a", Double(second)) == .admitted) }
    #expect(admit("a", 9) == .refused(retryAfterSeconds: 51))
    #expect(admit("a", 59.000_001) == .refused(retryAfterSeconds: 1))
    #expect(admit("a", 59.999_999) == .refused(retryAfterSeconds: 1))
    #expect(admit("a", 60) == .admitted)
    // The next place is free when the second attempt is a minute old.
    #expect(admit("a", 60) == .refused(retryAfterSeconds: 1))
    #expect(admit("a", 61) == .admitted)
  }

  @Test func noPeriodOfAMinuteHasMoreThanTen() {
    var random = SeededGenerator(seed: 5)
    var second = 0.0
    var admitted: [Double] = []
    for _ in 0..<5_000 {
      second += Double.random(in: 0...8, using: &random)
      if admit("a", second) == .admitted { admitted.append(second) }
    }
    for (first, eleventh) in zip(admitted, admitted.dropFirst(10)) { #expect(eleventh - first > 59.999_99) }
    #expect(admitted.count > 1_000)
  }

  @Test func refusedAttemptsDoNotProlongTheWait() {
    for _ in 0..<10 { #expect(admit("a", 0) == .admitted) }
    for second in 1..<60 { #expect(admit("a", Double(second)) == .refused(retryAfterSeconds: Int64(60 - second))) }
    #expect(admit("a", 60) == .admitted)
  }

  @Test func othersAreNotTouched() {
    for _ in 0..<11 { _ = admit("a", 0) }
    for _ in 0..<10 { #expect(admit("b", 0) == .admitted) }
    #expect(admit("b", 0) == .refused(retryAfterSeconds: 60))
  }

  @Test func aClockThatIsSetBackMakesNobodyWaitLonger() {
    for _ in 0..<10 { #expect(admit("a", 1_000_000) == .admitted) }
    #expect(admit("a", 0) == .refused(retryAfterSeconds: 60))
    #expect(admit("a", 59) == .refused(retryAfterSeconds: 1))
    #expect(admit("a", 60) == .admitted)
  }

  @Test func theEndsOfTimeDoNoHarm() {
    #expect(limiter.admit("a", at: Instant(microseconds: .max)) == .admitted)
    #expect(limiter.admit("a", at: Instant(microseconds: .min)) == .admitted)
    #expect(limiter.admit("b", at: Instant(microseconds: .min)) == .admitted)
    #expect(limiter.admit("b", at: Instant(microseconds: .max)) == .admitted)
  }

  @Test func aMillionAddressesTakeBoundedMemoryAndABusyOneIsNotForgotten() {
    for _ in 0..<10 { #expect(admit("busy", 0) == .admitted) }
    for address in 0..<1_000_000 {
      #expect(admit("ip:\(address)", 30) == .admitted)
    }
    #expect(limiter.rememberedKeys <= 32_768)
    #expect(limiter.rememberedKeys > 30_000)
    #expect(admit("busy", 59) == .refused(retryAfterSeconds: 1))
    #expect(admit("busy", 60) == .admitted)
  }

  @Test func oldKeysMakeRoomBeforeYoungOnes() {
    let small = SlidingWindowLimiter(limit: 2, per: .seconds(60), capacity: 8)
    for key in 0..<8 {
      #expect(small.admit("\(key)", at: .second(0)) == .admitted)
      #expect(small.admit("\(key)", at: .second(0)) == .admitted)
    }
    // All eight are full and a minute old: a light key takes the place of one of them.
    #expect(small.admit("young", at: .second(61)) == .admitted)
    #expect(small.rememberedKeys == 8)
    #expect(small.admit("young", at: .second(61)) == .admitted)
    #expect(small.admit("young", at: .second(61)) == .refused(retryAfterSeconds: 60))
  }

  @Test func attemptsAtOnceFromManyThreadsAreCountedExactly() async {
    let limiter = limiter
    let admitted = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 { group.addTask { limiter.admit("a", at: .second(1)) == .admitted } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(admitted == 10)
  }
}

extension Instant {
  /// So many seconds after some beginning.
  static func second(_ second: Double) -> Instant { Instant(microseconds: Int64((second * 1_000_000).rounded())) }
}
