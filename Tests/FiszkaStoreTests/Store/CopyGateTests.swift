import Dispatch
import FiszkaDomain
import Synchronization
import Testing

@testable import FiszkaStore

struct CopyGateTests {
  private let gate = CopyGate()
  private static let soon = Duration.milliseconds(30)

  /// Runs `work` on a thread of its own; tells its end.
  private func background(_ work: @escaping @Sendable () -> Void) -> DispatchSemaphore {
    let end = DispatchSemaphore(value: 0)
    DispatchQueue(label: "copy gate").async {
      work()
      end.signal()
    }
    return end
  }

  @Test func copiesRunSideBySide() throws {
    let inner = try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in
      try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in 7 }
    }
    #expect(inner == 7)
  }

  @Test func aCopyBesideAnErasureIsBusyAndGoesOnAfterIt() throws {
    try gate.erase(limit: .none) {
      #expect(throws: StoreError.busy) { try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in } }
      #expect(throws: StoreError.interrupted(.cancelled)) {
        try gate.copy(limit: WorkLimit { .cancelled }, timeout: .seconds(60)) { () throws(StoreError) in }
      }
    }
    try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in }
  }

  @Test func anErasureBesideAnotherOrACopyWaitsUntilItsLimit() throws {
    let stopped = WorkLimit { .deadlineExceeded }
    try gate.erase(limit: .none) {
      #expect(throws: StoreError.interrupted(.deadlineExceeded)) { try gate.erase(limit: stopped) {} }
    }
    try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in
      #expect(throws: StoreError.interrupted(.deadlineExceeded)) { try gate.erase(limit: stopped) {} }
    }
    // Whoever gave up left nothing behind.
    try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in }
    try gate.erase(limit: .none) {}
  }

  @Test func anErasureThatWaitsGoesBeforeLaterCopies() throws {
    let order = Mutex<[String]>([])
    let (begun, waiting) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let gate = gate
    let copy = background {
      let copied: Void? = try? gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in
        begun.signal()
        waiting.wait()
        order.withLock { $0.append("copy") }
      }
      #expect(copied != nil)
    }
    begun.wait()
    // The erasure's limit is asked only while it waits.
    let erasure = background {
      let erased: Void? = try? gate.erase(limit: .watching { waiting.signal() }) { order.withLock { $0.append("erasure") } }
      #expect(erased != nil)
    }
    erasure.wait()
    copy.wait()
    try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in order.withLock { $0.append("later") } }
    #expect(order.withLock { $0 } == ["copy", "erasure", "later"])
  }

  @Test func whatFailsInsideLeavesTheGateFree() throws {
    #expect(throws: StoreError.full) {
      try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in throw .full }
    }
    #expect(throws: StoreError.changed) { try gate.erase(limit: .none) { throw StoreError.changed } }
    try gate.copy(limit: .none, timeout: Self.soon) { () throws(StoreError) in }
    try gate.erase(limit: .none) {}
  }
}
