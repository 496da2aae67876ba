import FiszkaDomain
import Testing

@Suite struct ClipLimitsTests {
  private let now = Instant(microseconds: 10_000_000_000)

  private func use(_ number: UInt8, bytes: Int64, secondsAgo: Int64) -> ClipUse {
    ClipUse(
      key: ClipKey(digest: [UInt8](repeating: number, count: 32))!, sizeBytes: bytes,
      lastAccessedAt: now.advanced(by: .seconds(-secondsAgo)))
  }

  @Test func whatWasNotReadForTheTimeOfRetentionGoes() {
    var limits = ClipLimits()
    limits.retention = .seconds(100)
    let uses = [use(1, bytes: 1, secondsAgo: 100), use(2, bytes: 1, secondsAgo: 101), use(3, bytes: 1, secondsAgo: 0)]
    #expect(limits.surplus(uses, at: now) == [uses[1].key])
  }

  @Test func whatIsTooMuchGoesOldestFirstUntilNineTenthsAreLeft() {
    var limits = ClipLimits()
    limits.diskBytes = 100
    let uses = [use(1, bytes: 50, secondsAgo: 1), use(2, bytes: 20, secondsAgo: 3), use(3, bytes: 31, secondsAgo: 2)]
    #expect(limits.surplus(uses, at: now) == [uses[1].key])
    limits.diskBytes = 101
    #expect(limits.surplus(uses, at: now) == [])
    limits.diskBytes = 60
    #expect(limits.surplus(uses, at: now) == [uses[1].key, uses[2].key])
  }

  @Test func theDefaultsAreThoseOfTheRequirements() {
    #expect(ClipLimits().retention == .seconds(90 * 24 * 3_600))
  }
}
