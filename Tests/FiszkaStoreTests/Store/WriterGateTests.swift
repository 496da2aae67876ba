import Dispatch
import FiszkaDomain
import Foundation
import Synchronization
import Testing

@testable import FiszkaStore

struct WriterGateTests {
  @Test func writersComeInTheOrderInWhichTheyAsked() throws {
    let gate = WriterGate()
    let order = Mutex<[Int]>([])
    try gate.enter(limit: .none, timeout: .seconds(60))
    let done = DispatchSemaphore(value: 0)
    for number in 0..<5 {
      let waits = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        do {
          // Who is asked waits in the queue already.
          try gate.enter(limit: .watching { waits.signal() }, timeout: .seconds(60))
          order.withLock { $0.append(number) }
          gate.leave()
        } catch {
          Issue.record(error)
        }
        done.signal()
      }
      waits.wait()
    }
    gate.leave()
    for _ in 0..<5 { done.wait() }
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
