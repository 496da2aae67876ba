import CommonProto
import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(1))) struct SynthesizeTests {
  private let espeak = VoiceEngine(.espeak)
  private let coqui = VoiceEngine(.coqui)

  private func options(_ engines: VoiceEngine..., quota: Int = 0) -> Harness.Options {
    var options = Harness.Options()
    options.engines = engines
    options.speechQuota = quota
    return options
  }

  @Test func aWordIsSpokenOnceAndThenFound() async throws {
    try await Harness.run(options(espeak)) { h in
      let learner = CallOptions.asLearner(try h.addLearner())
      let request = SynthesizeRequest(text: "  cat ", includeAudio: true)
      let first = try await h.speech.synthesize(request, options: learner)
      let clip = try #require(first.clip)
      #expect(!first.cached && first.passedOver.isEmpty && first.audio == VoiceEngine.sound(text: "cat"))
      #expect(clip.engine == .espeak && clip.accent == .uk && clip.voice == "uk" && clip.speedPercent == 100)
      #expect(clip.format == .wav && clip.durationMilliseconds == 100 && clip.sizeBytes == Int64(first.audio.count))
      #expect(clip.key.utf8.count == 64)
      let again = try await h.speech.synthesize(SynthesizeRequest(text: "cat", includeAudio: true))
      #expect(again.cached && again.clip == clip && again.audio == first.audio)
      #expect(try await h.speech.synthesize(SynthesizeRequest(text: "cat")).audio.isEmpty)
      #expect(espeak.asked == [SpeechOrder(text: "cat", accent: .uk)])
    }
  }

  @Test func whatIsAskedForReachesTheEngineAndMakesAClipOfItsOwn() async throws {
    try await Harness.run(options(espeak)) { h in
      let requests = [
        SynthesizeRequest(text: "cat"), SynthesizeRequest(text: "cat", accent: .us),
        SynthesizeRequest(text: "cat", speedPercent: 50),
        SynthesizeRequest(text: "cat", engine: .espeak, voice: "v"), SynthesizeRequest(text: "cat", format: .oggOpus),
      ]
      var clips: [SpeechClip] = []
      for request in requests { clips.append(try #require(try await h.speech.synthesize(request).clip)) }
      #expect(Set(clips.map(\.key)).count == requests.count)
      #expect(clips[1].accent == .us && clips[2].speedPercent == 50 && clips[3].voice == "v" && clips[4].format == .oggOpus)
      #expect(
        espeak.asked == [
          SpeechOrder(text: "cat", accent: .uk), SpeechOrder(text: "cat", accent: .us),
          SpeechOrder(text: "cat", accent: .uk, speedPercent: 50), SpeechOrder(text: "cat", accent: .uk, voice: "v"),
        ])
    }
  }

  @Test(arguments: ["", "  \t", "a\u{0}b", "\u{7}", String(repeating: "x", count: 256), String(repeating: "ż", count: 20_000)])
  func aTextThatIsNoneIsRefused(_ text: String) async throws {
    try await Harness.run(options(espeak)) { h in
      try await expectInvalid("text") { try await h.speech.synthesize(SynthesizeRequest(text: text)) }
      try await expectInvalid("text") { try await h.speech.lookUpClip(LookUpClipRequest(text: text)) }
      #expect(espeak.asked.isEmpty)
    }
  }

  @Test func everyFieldIsChecked() async throws {
    try await Harness.run(options(espeak)) { h in
      try await expectInvalid("text", "accent", "engine", "voice", "speed_percent", "format") {
        try await h.speech.synthesize(
          SynthesizeRequest(
            text: "", accent: .unrecognized(9), engine: .unrecognized(9), voice: "\u{1}", speedPercent: 49,
            format: .unrecognized(9)))
      }
      for speed: Int32 in [-1, 1, 201] {
        try await expectInvalid("speed_percent") {
          try await h.speech.synthesize(SynthesizeRequest(text: "cat", speedPercent: speed))
        }
      }
      for voice in ["v", String(repeating: "v", count: 101)] {
        try await expectInvalid("voice") {
          let engine: SpeechEngineKind = voice == "v" ? .unspecified : .espeak
          return try await h.speech.synthesize(SynthesizeRequest(text: "cat", engine: engine, voice: voice))
        }
      }
      let longest = String(repeating: "ż", count: 255)
      #expect(try await h.speech.synthesize(SynthesizeRequest(text: longest)).clip != nil)
      #expect(espeak.asked.map(\.text) == [longest])
    }
  }

  @Test func whereNobodySpeaksThePronunciationAndTheReasonsAreTold() async throws {
    coqui.fail(.failed("x"))
    espeak.fail(.wrongKey)
    try await Harness.run(options(espeak, coqui)) { h in
      _ = try await h.commit(try await h.staged("english,polish,phonetic_hint\nCat,kot,kæt\n"))
      var reasons = ["coqui": "FAILED", "piper": "NOT_CONFIGURED", "espeak": "WRONG_KEY", "external": "NOT_CONFIGURED"]
      let unhinted = try await expectFailure(.unavailable, .speechUnavailable) {
        try await h.speech.synthesize(SynthesizeRequest(text: "dog"))
      }
      #expect(unhinted == reasons)
      reasons["phonetic_hint"] = "kæt"
      let hinted = try await expectFailure(.unavailable, .speechUnavailable) {
        try await h.speech.synthesize(SynthesizeRequest(text: "cat"))
      }
      #expect(hinted == reasons)
      _ = try? await h.speech.synthesize(SynthesizeRequest(text: "cat"))
      let error = await #expect(throws: RPCError.self) { try await h.speech.synthesize(SynthesizeRequest(text: "cat")) }
      #expect(try error?.detail(ErrorInfo.self)?.metadata["coqui"] == "RESTING")
      let pause = try #require(try error?.detail(RetryInfo.self)?.retryDelay)
      #expect((1...10).contains(pause.seconds))
      #expect(h.speechDesk.clips.totals.count == 0)
    }
  }

  @Test func aFallbackSaysWhoWasPassedOver() async throws {
    coqui.fail(.badAudio("x"))
    try await Harness.run(options(espeak, coqui)) { h in
      let spoken = try await h.speech.synthesize(SynthesizeRequest(text: "cat"))
      #expect(spoken.clip?.engine == .espeak && spoken.passedOver == [PassedOverEngine(engine: .coqui, trouble: .badAudio)])
      coqui.become { _, _ in }
      let preferred = try await h.speech.synthesize(SynthesizeRequest(text: "cat"))
      #expect(preferred.clip?.engine == .coqui && preferred.clip?.key != spoken.clip?.key && !preferred.cached)
    }
  }

  @Test func textsEnginesAndVoicesThatCannotBeHadAreToldApart() async throws {
    try await Harness.run(options(espeak)) { h in
      espeak.fail(.unsuited("x"))
      try await expectFailure(.invalidArgument, .speechTextUnsuited) {
        try await h.speech.synthesize(SynthesizeRequest(text: "?!"))
      }
      espeak.fail(.unknownVoice("v"))
      let voice = try await expectFailure(.invalidArgument, .speechVoiceUnknown) {
        try await h.speech.synthesize(SynthesizeRequest(text: "cat", engine: .espeak, voice: "v"))
      }
      #expect(voice == ["engine": "espeak"])
      let engine = try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await h.speech.synthesize(SynthesizeRequest(text: "cat", engine: .piper))
      }
      #expect(engine == ["engine": "piper"])
    }
  }

  @Test func aLearnerHasSoManyNewClipsAnHour() async throws {
    try await Harness.run(options(espeak, quota: 2)) { h in
      let learner = CallOptions.asLearner(try h.addLearner())
      for text in ["a", "b", "b", "a"] { _ = try await h.speech.synthesize(SynthesizeRequest(text: text), options: learner) }
      let error = await #expect(throws: RPCError.self) {
        try await h.speech.synthesize(SynthesizeRequest(text: "c"), options: learner)
      }
      #expect(error?.code == .resourceExhausted)
      let info = try error?.detail(ErrorInfo.self)
      #expect(info?.reason == "SPEECH_QUOTA_EXCEEDED" && info?.metadata == ["limit": "2"])
      #expect(try error?.detail(RetryInfo.self)?.retryDelay?.seconds == 1_800)
      #expect(try await h.speech.synthesize(SynthesizeRequest(text: "a"), options: learner).cached)
      for text in ["d", "e", "f"] { _ = try await h.speech.synthesize(SynthesizeRequest(text: text)) }
      h.clock.advance(by: .seconds(1_800))
      #expect(try await h.speech.synthesize(SynthesizeRequest(text: "c"), options: learner).clip != nil)
    }
  }

  @Test func aCancelledCallEndsTheSynthesis() async throws {
    let (events, continuation) = AsyncStream.makeStream(of: WorkInterruption?.self)
    espeak.hang { continuation.yield($0) }
    try await Harness.run(options(espeak)) { h in
      let call = Task { try await h.speech.synthesize(SynthesizeRequest(text: "cat")) }
      var iterator = events.makeAsyncIterator()
      #expect(await iterator.next() == .some(nil))
      call.cancel()
      #expect(await iterator.next() == .cancelled)
      await #expect(throws: RPCError.self) { try await call.value }
      #expect(h.speechDesk.clips.totals.count == 0)
    }
  }

  @Test func theDeadlineEndsTheSynthesisAndTheCallerIsToldBefore() async throws {
    let (events, continuation) = AsyncStream.makeStream(of: WorkInterruption?.self)
    espeak.hang { continuation.yield($0) }
    try await Harness.run(options(espeak)) { h in
      let reasons = try await expectFailure(.unavailable, .speechUnavailable) {
        try await h.speech.synthesize(SynthesizeRequest(text: "cat"), options: CallOptions(timeout: .seconds(3)))
      }
      #expect(reasons["espeak"] == "TIMED_OUT")
      var iterator = events.makeAsyncIterator()
      #expect(await iterator.next() == .some(nil))
      #expect(await iterator.next() == .deadlineExceeded)
    }
  }
}
