import Dispatch
import FiszkaDomain
import Glibc
import Synchronization
import Testing

@testable import FiszkaStore

struct WriterGateTests {
  @Test func writersComeInTheOrderInWhichTheyAsked() throws {
    let gate = WriterGate()
    let order = Mutex<[Int]>([])
    try gate.enter(limit: .none, timeout: .seconds(60))
    let group = DispatchGroup()
    for number in 0..<5 {
      let before = gate.waitingCount
      DispatchQueue.global().async(group: group) {
        do {
          try gate.enter(limit: .none, timeout: .seconds(60))
          order.withLock { $0.append(number) }
          gate.leave()
        } catch {
          Issue.record(error)
        }
      }
      while gate.waitingCount == before { sched_yield() }
    }
    gate.leave()
    group.wait()
    #expect(order.withLock { $0 } == [0, 1, 2, 3, 4])
  }

  @Test func aWriterThatWaitsTooLongGetsBusyAndTheGateGoesOn() throws {
    let gate = WriterGate()
    try gate.enter(limit: .none, timeout: .zero)
    #expect(throws: StoreError.busy) { try gate.enter(limit: .none, timeout: .milliseconds(30)) }
    #expect(gate.waitingCount == 0)
    gate.leave()
    try gate.enter(limit: .none, timeout: .zero)
    gate.leave()
  }

  @Test func aWaitingWriterObeysItsLimit() throws {
    let gate = WriterGate()
    try gate.enter(limit: .none, timeout: .zero)
    #expect(throws: StoreError.interrupted(.cancelled)) {
      try gate.enter(limit: .stopping(after: 1, .cancelled), timeout: .seconds(60))
    }
    gate.leave()
  }

  @Test func neverTwoAtOnce() throws {
    let gate = WriterGate()
    let inside = Atomic(0)
    let most = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 200) { _ in
      do {
        try gate.enter(limit: .none, timeout: .seconds(60))
        most.max(inside.wrappingAdd(1, ordering: .relaxed).newValue, ordering: .relaxed)
        inside.wrappingSubtract(1, ordering: .relaxed)
        gate.leave()
      } catch {
        Issue.record(error)
      }
    }
    #expect(most.load(ordering: .relaxed) == 1)
  }
}
