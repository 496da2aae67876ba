import FiszkaDomain
import Synchronization
import Testing

struct WorkLimitTests {
  @Test func withoutALimitWorkGoesOn() throws {
    try WorkLimit.none.check()
    #expect(WorkLimit.none.interruption == nil)
  }

  @Test(arguments: [WorkInterruption.deadlineExceeded, .cancelled])
  func onceTheLimitSaysSoWorkStopsWithItsReason(reason: WorkInterruption) throws {
    let isOver = Mutex(false)
    let limit = WorkLimit { isOver.withLock { $0 } ? reason : nil }
    try limit.check()
    isOver.withLock { $0 = true }
    #expect(throws: StoreError.interrupted(reason)) { try limit.check() }
  }
}
