import Dispatch
import FiszkaDomain
import FiszkaSpeech
import Testing

@Suite struct TurnQueueTests {
  /// A turn that somebody takes in a thread and keeps until the test ends it.
  private struct Holder {
    let order: Recorder<Int>
    let stop = Stop()
    let release = DispatchSemaphore(value: 0)
    let outcome: Threads.Running<Result<Int, SpeechEngineFailure>>

    init(_ number: Int, in queue: TurnQueue, _ order: Recorder<Int>) {
      self.order = order
      outcome = Threads.Running { [stop, release] in
        Result { () throws(SpeechEngineFailure) in
          try queue.turn(limit: stop.limit) { () throws(SpeechEngineFailure) in
            order.record(number)
            release.wait()
            return number
          }
        }

      }
    }

    /// Returns when the turn has come.
    func begins(_ count: Int) async -> Bool {
      await Threads.until { order.all.count == count }
    }

    /// Returns when the holder waits for a turn.
    func waits() async -> Bool {
      await Threads.until { stop.asked > 0 }
    }
  }

  @Test func callersGetTheirTurnsInTheirOrder() async throws {
    let queue = TurnQueue(places: 1, mostWaiting: 10)
    let order = Recorder<Int>()
    let first = Holder(0, in: queue, order)
    #expect(await first.begins(1))
    var others: [Holder] = []
    for number in 1...4 {
      others.append(Holder(number, in: queue, order))
      #expect(await others[number - 1].waits())
    }
    for holder in [first] + others { holder.release.signal() }
    for holder in [first] + others { _ = await holder.outcome.value }
    #expect(order.all == [0, 1, 2, 3, 4])
  }

  @Test func asManyAsThereArePlacesAreInAtOnce() async {
    let queue = TurnQueue(places: 3, mostWaiting: 0)
    let order = Recorder<Int>()
    let holders = (0..<3).map { Holder($0, in: queue, order) }
    #expect(await holders[0].begins(3))
    #expect(throws: SpeechEngineFailure.overloaded) { try queue.turn(limit: .none) { () throws(SpeechEngineFailure) in } }
    for holder in holders { holder.release.signal() }
    for (number, holder) in holders.enumerated() { #expect(await holder.outcome.value == .success(number)) }
  }

  @Test func oneTooManyIsTurnedAwayAtOnce() async {
    let queue = TurnQueue(places: 1, mostWaiting: 1)
    let order = Recorder<Int>()
    let first = Holder(0, in: queue, order)
    #expect(await first.begins(1))
    let second = Holder(1, in: queue, order)
    #expect(await second.waits())
    #expect(throws: SpeechEngineFailure.overloaded) { try queue.turn(limit: .none) { () throws(SpeechEngineFailure) in } }
    first.release.signal()
    second.release.signal()
    #expect(await first.outcome.value == .success(0))
    #expect(await second.outcome.value == .success(1))
  }

  @Test func callerThatGivesUpLeavesTheQueue() async {
    let queue = TurnQueue(places: 1, mostWaiting: 1)
    let order = Recorder<Int>()
    let first = Holder(0, in: queue, order)
    #expect(await first.begins(1))
    let second = Holder(1, in: queue, order)
    #expect(await second.waits())
    second.stop.stop(.deadlineExceeded)
    #expect(await second.outcome.value == .failure(.interrupted(.deadlineExceeded)))
    let third = Holder(2, in: queue, order)
    #expect(await third.waits())
    first.release.signal()
    third.release.signal()
    #expect(await third.outcome.value == .success(2))
    #expect(order.all == [0, 2])
  }

  @Test func failureGivesTheTurnBack() {
    let queue = TurnQueue(places: 1, mostWaiting: 0)
    for _ in 0..<2 {
      #expect(throws: SpeechEngineFailure.timedOut) {
        try queue.turn(limit: .none) { () throws(SpeechEngineFailure) in throw .timedOut }
      }
    }
  }
}
