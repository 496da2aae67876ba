import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct WriteGateTests {
  static let limit = 1 << 20

  /// Stands for a call.
  final class Call: Sendable {
    let hasEnded = Atomic(false)

    func end(_ gate: WriteGate) {
      hasEnded.store(true, ordering: .relaxed)
      gate.release(self)
    }
  }

  let gate = WriteGate()
  let eventLoop = NIOAsyncTestingEventLoop()
  let passed = Recorder<Int>()

  /// Sends in a task and returns when that waits, or has passed.
  private func send(_ number: Int, bytes: Int = 1, of call: Call = Call()) async -> Task<Bool, Never> {
    let reached = Recorder<Void>()
    let task = Task {
      let passes = await gate.pass(bytes, of: call) {
        // Asked under the gate's lock: whoever takes that next finds the sender there.
        reached.append(())
        return call.hasEnded.load(ordering: .relaxed)
      }
      passed.append(number)
      return passes
    }
    await reached.until { !$0.isEmpty }
    return task
  }

  @Test func openGateLetsEverybodyThroughUpToTheLimit() async {
    #expect(await gate.pass(Self.limit, of: Call()) { false })
    let waiting = await send(1)
    gate.carriedOut(1, on: eventLoop)
    #expect(await waiting.value)
  }

  @Test func sendersRestAfterATurnOfMessagesUntilTheEventLoopHadTime() async {
    for _ in 0..<WriteGate.messagesPerTurn { #expect(await gate.pass(1, of: Call()) { false }) }
    let waiting = await send(1)
    gate.carriedOut(WriteGate.messagesPerTurn, on: eventLoop)
    #expect(passed.events.isEmpty)
    await eventLoop.advanceTime(by: .milliseconds(1))
    #expect(await waiting.value)
  }

  @Test func messageLongerThanTheLimitPassesAlone() async {
    #expect(await gate.pass(4 * Self.limit, of: Call()) { false })
    let next = await send(1, bytes: 4 * Self.limit)
    gate.carriedOut(4 * Self.limit, on: eventLoop)
    #expect(await next.value)
  }

  @Test func sendersWaitWhileThePeerDoesNotReadAndGoOnInTheirOrder() async {
    gate.block()
    var tasks: [Task<Bool, Never>] = []
    for number in 0..<4 { tasks.append(await send(number, bytes: Self.limit)) }
    #expect(passed.events.isEmpty)
    gate.open()
    for number in 0..<4 {
      #expect(await tasks[number].value)
      #expect(passed.events == Array(0...number))
      gate.carriedOut(Self.limit, on: eventLoop)
    }
  }

  @Test func shortMessageDoesNotOvertakeALongOneThatWaits() async {
    #expect(await gate.pass(Self.limit - 1, of: Call()) { false })
    let long = await send(1, bytes: Self.limit)
    let short = await send(2)
    #expect(passed.events.isEmpty)
    gate.carriedOut(Self.limit - 1, on: eventLoop)
    #expect(await long.value)
    gate.carriedOut(Self.limit, on: eventLoop)
    #expect(await short.value)
    #expect(passed.events == [1, 2])
  }

  @Test func senderWhoseCallEndsComesBackAndIsNotCounted() async {
    let call = Call()
    gate.block()
    let ended = await send(1, bytes: Self.limit, of: call)
    let other = await send(2, bytes: Self.limit)
    call.end(gate)
    #expect(await ended.value == false)
    #expect(await gate.pass(1, of: call) { call.hasEnded.load(ordering: .relaxed) } == false)
    gate.open()
    #expect(await other.value)
  }

  @Test func endOfALongSenderLetsThoseBehindItPass() async {
    let call = Call()
    #expect(await gate.pass(1, of: Call()) { false })
    let long = await send(1, bytes: Self.limit, of: call)
    let short = await send(2)
    call.end(gate)
    #expect(await long.value == false)
    #expect(await short.value)
  }

  @Test func closedGateLetsEverybodyThrough() async {
    gate.block()
    let waiting = [await send(1, bytes: Self.limit), await send(2, bytes: Self.limit)]
    gate.close()
    for task in waiting { #expect(await task.value) }
    #expect(await gate.pass(Self.limit, of: Call()) { false })
    gate.block()
    #expect(await gate.pass(Self.limit, of: Call()) { false })
  }
}
