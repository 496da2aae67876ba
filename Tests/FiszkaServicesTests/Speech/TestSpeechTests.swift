import FiszkaAPI
import FiszkaDomain
import Synchronization
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(1))) struct TestSpeechTests {
  private let espeak = VoiceEngine(.espeak)

  private var options: Harness.Options {
    var options = Harness.Options()
    options.engines = [espeak]
    return options
  }

  @Test func runsAreCountedAndMeasuredPastTheCache() async throws {
    try await Harness.run(options) { h in
      let run = Atomic(0)
      espeak.become { [clock = h.clock] _, _ in
        clock.advance(by: .milliseconds(run.wrappingAdd(1, ordering: .relaxed).newValue))
      }
      let tested = try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak, includeAudio: true))
      #expect(tested.runs == 10 && tested.failures == 0 && tested.troubles.isEmpty)
      // The clock goes on by a microsecond each time that it is asked.
      #expect(tested.p50Microseconds == 5_001 && tested.p90Microseconds == 9_001 && tested.p99Microseconds == 10_001)
      #expect(tested.meanMicroseconds == 5_501)
      #expect(tested.audio == VoiceEngine.sound(text: "schedule"))
      #expect(espeak.asked == .init(repeating: SpeechOrder(text: "schedule", accent: .uk), count: 10))
      let most = try await h.speech.testSpeech(
        TestSpeechRequest(engine: .espeak, accent: .us, voice: "v", text: "cat", runs: 50))
      #expect(most.runs == 50 && most.audio.isEmpty)
      #expect(espeak.asked.last == SpeechOrder(text: "cat", accent: .us, voice: "v") && espeak.asked.count == 60)
      #expect(h.speechDesk.clips.totals.count == 0 && h.speechDesk.health(.espeak)?.successes == 0)
    }
  }

  @Test func failuresAreCountedAndTold() async throws {
    let run = Atomic(0)
    espeak.become { (_, _) throws(SpeechEngineFailure) in
      switch run.wrappingAdd(1, ordering: .relaxed).newValue % 4 {
      case 1: throw .timedOut
      case 3: throw .failed("x")
      default: break
      }
    }
    try await Harness.run(options) { h in
      let tested = try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak, runs: 8))
      #expect(tested.runs == 8 && tested.failures == 4 && tested.troubles == [.timedOut, .failed])
      espeak.fail(.wrongKey)
      let none = try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak, runs: 2, includeAudio: true))
      #expect(none == TestSpeechResponse(runs: 2, failures: 2, troubles: [.wrongKey]))
    }
  }

  @Test func everyFieldIsCheckedAndTheRunsAreBounded() async throws {
    try await Harness.run(options) { h in
      try await expectInvalid("runs", "engine", "accent", "voice", "text") {
        try await h.speech.testSpeech(
          TestSpeechRequest(engine: .unrecognized(9), accent: .unrecognized(9), voice: "\u{1}", text: "\u{0}", runs: 51))
      }
      try await expectInvalid("engine") { try await h.speech.testSpeech(TestSpeechRequest()) }
      try await expectInvalid("runs") { try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak, runs: -1)) }
      let missing = try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await h.speech.testSpeech(TestSpeechRequest(engine: .piper))
      }
      #expect(missing == ["engine": "piper"] && espeak.asked.isEmpty)
    }
  }

  @Test func oneTestRunsAtATime() async throws {
    let (events, continuation) = AsyncStream.makeStream(of: WorkInterruption?.self)
    espeak.hang { continuation.yield($0) }
    try await Harness.run(options) { h in
      let first = Task { try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak)) }
      var iterator = events.makeAsyncIterator()
      #expect(await iterator.next() == .some(nil))
      try await expectFailure(.unavailable, .speechTestRunning) {
        try await h.speech.testSpeech(TestSpeechRequest(engine: .espeak))
      }
      first.cancel()
      #expect(await iterator.next() == .cancelled)
      await #expect(throws: RPCError.self) { try await first.value }
    }
  }
}
