import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite(.timeLimit(.minutes(1))) struct PrefetchLessonTests {
  private let espeak = VoiceEngine(.espeak)

  private func options(quota: Int = 0) -> Harness.Options {
    var options = Harness.Options()
    options.engines = [espeak]
    options.speechQuota = quota
    return options
  }

  private func lesson(_ h: Harness, _ words: [String]) async throws -> Int64 {
    let file = "english;polish\n" + words.map { "\($0);x\n" }.joined()
    return try #require(try await h.commit(try await h.staged(file)).result).lessonID
  }

  private func reports(
    _ h: Harness, _ request: PrefetchLessonRequest, options: CallOptions = .init()
  ) async throws -> [PrefetchLessonResponse] {
    var reports: [PrefetchLessonResponse] = []
    for try await report in try await h.speech.prefetchLesson(request, options: options) { reports.append(report) }
    return reports
  }

  @Test func everyItemIsSpokenInOrderAndOnlyWhatIsMissingTheNextTime() async throws {
    espeak.become { (order, _) throws(SpeechEngineFailure) in if order.text == "?!" { throw .unsuited("x") } }
    try await Harness.run(options()) { h in
      let words = ["cow", "?!", "ant", "bee", "dog"]
      let request = PrefetchLessonRequest(lessonID: try await lesson(h, words), accent: .us)
      let first = try await reports(h, request)
      #expect(first.last == PrefetchLessonResponse(doneItems: 5, totalItems: 5, madeClips: 4, failedItems: 1))
      #expect(espeak.asked.map(\.text) == words && espeak.asked.allSatisfy { $0.accent == .us })
      let second = try await reports(h, request)
      #expect(second.last == PrefetchLessonResponse(doneItems: 5, totalItems: 5, cachedClips: 4, failedItems: 1))
      #expect(espeak.asked.count == 6)
      #expect(try await h.speech.synthesize(SynthesizeRequest(text: "bee", accent: .us)).cached)
      let opus = try await reports(
        h, PrefetchLessonRequest(lessonID: request.lessonID, accent: .us, engine: .espeak, format: .oggOpus))
      #expect(opus.last?.madeClips == 4 && espeak.asked.count == 7)
    }
  }

  @Test func aLongLessonTellsHowFarItIs() async throws {
    try await Harness.run(options()) { h in
      let id = try await lesson(h, (0..<450).map { "word \($0)" })
      // Each takes so much time that reports are due.
      espeak.become { [clock = h.clock] _, _ in clock.advance(by: .milliseconds(1)) }
      let all = try await reports(h, PrefetchLessonRequest(lessonID: id))
      #expect(all.count >= 2 && all.map(\.doneItems) == all.map(\.doneItems).sorted())
      #expect(all.allSatisfy { $0.totalItems == 450 && $0.madeClips == $0.doneItems } && all.last?.doneItems == 450)
    }
  }

  @Test func whatIsWrongEndsTheStream() async throws {
    try await Harness.run(options(quota: 2)) { h in
      try await expectInvalid("lesson_id", "accent", "engine", "format") {
        try await reports(
          h, PrefetchLessonRequest(accent: .unrecognized(9), engine: .unrecognized(9), format: .unrecognized(9)))
      }
      try await expectFailure(.notFound, .lessonNotFound) { try await reports(h, PrefetchLessonRequest(lessonID: 9)) }
      let id = try await lesson(h, ["a", "b", "c", "d"])
      let engine = try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await reports(h, PrefetchLessonRequest(lessonID: id, engine: .piper))
      }
      #expect(engine == ["engine": "piper"])
      let learner = CallOptions.asLearner(try h.addLearner())
      let quota = try await expectFailure(.resourceExhausted, .speechQuotaExceeded) {
        try await reports(h, PrefetchLessonRequest(lessonID: id), options: learner)
      }
      #expect(quota == ["limit": "2"] && espeak.asked.map(\.text) == ["a", "b"])
      espeak.fail(.timedOut)
      let reasons = try await expectFailure(.unavailable, .speechUnavailable) {
        try await reports(h, PrefetchLessonRequest(lessonID: id))
      }
      #expect(reasons["espeak"] == "TIMED_OUT")
      #expect(try await h.speech.lookUpClip(LookUpClipRequest(text: "b")).clip != nil)
    }
  }
}
