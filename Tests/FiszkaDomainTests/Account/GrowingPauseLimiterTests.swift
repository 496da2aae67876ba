import Testing

@testable import FiszkaDomain

@Suite struct GrowingPauseLimiterTests {
  private let limiter = GrowingPauseLimiter()

  private func admit(to account: String = "ola", from origin: String = "ip:10.0.0.5", _ second: Double) -> AttemptVerdict {
    limiter.admit(account: account, from: origin, at: .second(second))
  }

  /// Ten attempts at `second`.
  private func useFreeAttempts(_ second: Double = 0) {
    for _ in 0..<10 { #expect(admit(second) == .admitted) }
  }

  @Test func pausesGrowUpToTheLongestAndNeverLock() {
    useFreeAttempts()
    var second = 0.0
    for pause in [1.0, 2, 4, 8, 16, 30, 30, 30] {
      #expect(admit(second) == .refused(retryAfterSeconds: Int64(pause)))
      #expect(admit(second + pause - 0.5) == .refused(retryAfterSeconds: 1))
      second += pause
      #expect(admit(second) == .admitted)
    }
    for _ in 0..<1_000 {
      second += 30
      #expect(admit(second) == .admitted)
    }
  }

  @Test func attemptsFromManyAddressesAreSlowedTogether() {
    for address in 0..<10 { #expect(admit(from: "ip:\(address)", 0) == .admitted) }
    #expect(admit(from: "ip:10", 0) == .refused(retryAfterSeconds: 1))
  }

  @Test func otherAccountsAreNotTouched() {
    useFreeAttempts()
    #expect(admit(to: "ela", 0) == .admitted)
  }

  @Test func successForgetsTheAttempts() {
    useFreeAttempts()
    limiter.succeeded(account: "ola", from: "ip:10.0.0.5", at: .second(0))
    useFreeAttempts()
  }

  @Test func strangersDoNotSlowDownFromWhereTheOwnerSignedIn() {
    #expect(admit(from: "home", 0) == .admitted)
    limiter.succeeded(account: "ola", from: "home", at: .second(0))
    for second in 1..<1_000 { _ = admit(from: "ip:\(second)", Double(second)) }
    #expect(admit(from: "another", 1_000) != .admitted)
    #expect(admit(from: "home", 1_000) == .admitted)
    // Who is known for one account is a stranger to the others.
    for address in 0..<10 { #expect(admit(to: "ela", from: "ip:\(address)", 1_000) == .admitted) }
    #expect(admit(to: "ela", from: "home", 1_000) == .refused(retryAfterSeconds: 1))
  }

  @Test func theOwnersPlaceIsSlowedByItself() {
    limiter.succeeded(account: "ola", from: "home", at: .second(0))
    for _ in 0..<10 { #expect(admit(from: "home", 0) == .admitted) }
    #expect(admit(from: "home", 0) == .refused(retryAfterSeconds: 1))
    #expect(admit(from: "elsewhere", 0) == .admitted)
  }

  @Test func aPlaceIsKnownForThirtyDays() {
    limiter.succeeded(account: "ola", from: "home", at: .second(0))
    let days = 30.0 * 86_400
    for address in 0..<10 { #expect(admit(from: "ip:\(address)", days - 0.5) == .admitted) }
    #expect(admit(from: "home", days - 0.5) == .admitted)
    #expect(admit(from: "home", days) == .refused(retryAfterSeconds: 1))
  }

  @Test func quietForgetsTheAttempts() {
    useFreeAttempts()
    #expect(admit(1) == .admitted)
    #expect(admit(1) == .refused(retryAfterSeconds: 2))
    useFreeAttempts(901)
  }

  @Test func aClockThatIsSetBackMakesNobodyWaitLonger() {
    useFreeAttempts(1_000_000)
    #expect(admit(0) == .refused(retryAfterSeconds: 1))
    #expect(admit(1) == .admitted)
  }

  @Test func aMillionAccountsTakeBoundedMemoryAndAnAttackedOneIsNotForgotten() {
    let limiter = GrowingPauseLimiter(capacity: 64)
    for _ in 0..<10 { #expect(limiter.admit(account: "ola", from: "x", at: .second(0)) == .admitted) }
    for account in 0..<1_000_000 {
      #expect(limiter.admit(account: "\(account)", from: "x", at: .second(0)) == .admitted)
    }
    #expect(limiter.rememberedAccounts <= 64)
    #expect(limiter.admit(account: "ola", from: "x", at: .second(0)) == .refused(retryAfterSeconds: 1))
  }
}
