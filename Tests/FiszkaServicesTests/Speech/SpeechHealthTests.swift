import Dispatch
import FiszkaAPI
import FiszkaDomain
import Glibc
import Synchronization
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(1))) struct SpeechHealthTests {
  @Test func healthTellsHowTheEnginesHaveDone() async throws {
    let (espeak, coqui) = (VoiceEngine(.espeak), VoiceEngine(.coqui))
    var options = Harness.Options()
    options.engines = [espeak, coqui]
    coqui.fail(.timedOut)
    try await Harness.run(options) { h in
      let learner = CallOptions.asLearner(try h.addLearner())
      for text in ["a", "b", "c", "d"] { _ = try await h.speech.synthesize(SynthesizeRequest(text: text)) }
      let health = try await h.speech.getSpeechHealth(GetSpeechHealthRequest(), options: learner)
      #expect(
        health.engines == [
          EngineHealth(engine: .coqui, used: true, resting: true, failures: 3, lastTrouble: .timedOut),
          EngineHealth(engine: .espeak, used: true, successes: 4),
        ])
      #expect(health.serving && health.clips == 4 && health.clipBytes == health.memoryBytes && health.clipBytes > 4_000)
      espeak.fail(.failed("x"))
      for text in ["e", "f", "g"] { _ = try? await h.speech.synthesize(SynthesizeRequest(text: text)) }
      let broken = try await h.speech.getSpeechHealth(GetSpeechHealthRequest())
      #expect(!broken.serving && broken.engines[1].resting && broken.engines[1].lastTrouble == .failed)
    }
  }

  @Test func theServiceServesOnceAnEngineHasSpokenAndIsProbedWhileNoneDoes() async throws {
    let registry = HealthRegistry()
    let (changes, continuation) = AsyncStream.makeStream(of: Bool.self)
    let health = SpeechHealth(registry, pause: .milliseconds(1)) { continuation.yield($0) }
    var iterator = changes.makeAsyncIterator()
    let probes = Atomic(0)
    let answers = Mutex([false, false, true])
    health.start { _ in
      probes.add(1, ordering: .relaxed)
      health.update(answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] })
    }
    #expect(await iterator.next() == false)
    #expect(await iterator.next() == true)
    #expect(probes.load(ordering: .relaxed) == 3)
    // Calls fail; from then on probes look for a way back.
    answers.withLock { $0 = [false, true] }
    health.update(false)
    #expect(await iterator.next() == false)
    #expect(await iterator.next() == true)
    health.stop()
    #expect(probes.load(ordering: .relaxed) == 5)
    health.update(false)
    health.stop()
    #expect(probes.load(ordering: .relaxed) == 5)
  }

  @Test func changesAtOnceAreToldInTheirOrderAndTheLastOneHolds() throws {
    let registry = HealthRegistry()
    let told = Mutex<[Bool]>([])
    let health = SpeechHealth(registry) { isServing in told.withLock { $0.append(isServing) } }
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<2_000 { health.update((thread + number).isMultiple(of: 2)) }
    }
    let all = told.withLock { $0 }
    #expect(all.count > 1 && zip(all, all.dropFirst()).allSatisfy { $0 != $1 })
    let status = try registry.check(HealthCheckRequest(service: "speech"), try CallContext.of(HealthServiceMethods.check))
    #expect(status.status == (all.last == true ? .serving : .notServing))
  }

  @Test func theEndOfTheServerEndsAProbeThatHangs() async {
    let health = SpeechHealth(HealthRegistry()) { _ in }
    let (begun, continuation) = AsyncStream.makeStream(of: Void.self)
    let interruption = Mutex<WorkInterruption?>(nil)
    health.start { limit in
      continuation.yield()
      while limit.interruption == nil { sched_yield() }
      interruption.withLock { $0 = limit.interruption }
    }
    var iterator = begun.makeAsyncIterator()
    await iterator.next()
    health.stop()
    #expect(interruption.withLock { $0 } == .cancelled)
  }
}
