import FiszkaDomain
import FiszkaStore
import TTRPC
import Testing

@testable import FiszkaSpeech

/// Settings, trials, probes and hints.
@Suite struct DeskCareTests {
  private let harness: SpeechHarness
  private let cache: ClipCache
  private let piper = ScriptedEngine(.piper)
  private let espeak = ScriptedEngine(.espeak)
  private let desk: EngineDesk

  init() throws {
    harness = try SpeechHarness()
    cache = try harness.cache()
    desk = try harness.desk([piper, espeak], cache, transcriber: Transcriber())
  }

  /// Knows every word but "x".
  private struct Transcriber: PhoneticTranscriber {
    func phonemes(of text: String, accent: Accent, limit: WorkLimit) throws(SpeechEngineFailure) -> String {
      if text == "x" { throw .unsuited("x") }
      return "\(text) in \(accent)"
    }
  }

  @Test func settingsAreFollowedAtOnceAndByTheNextServer() throws {
    #expect(desk.settings == StoredSpeechSettings(settings: SpeechSettings(), revision: 0))
    #expect(desk.configured == [.piper, .espeak])
    let settings = SpeechSettings(
      engines: [.espeak], defaultAccent: .us, speedPercent: 80, voices: [.init(.espeak, .us): "v"])
    let intent = AuditIntent(action: "speech.update_settings", actorID: 1)
    let stored = try desk.change(to: settings, over: 0, audit: intent, limit: .none)
    #expect(stored == StoredSpeechSettings(settings: settings, revision: 1) && intent.isUsed && desk.settings == stored)
    _ = try desk.speak("cat")
    #expect(espeak.asked == [SpeechOrder(text: "cat", accent: .us, voice: "v", speedPercent: 80)])
    #expect(desk.configured == [.espeak, .piper])
    #expect(throws: SpeechRefusal.engineNotUsed(.piper)) { try desk.speak("cat", by: .piper) }
    #expect(throws: StoreError.changed) { try desk.change(to: SpeechSettings(), over: 0, audit: nil, limit: .none) }
    #expect(desk.settings == stored)
    #expect(try harness.desk([espeak], cache).settings == stored)
  }

  @Test func aTrialAsksTheEngineItselfAndLeavesNothing() throws {
    let order = SpeechOrder(text: "cat", accent: .uk)
    piper.fail(.timedOut)
    for _ in 0..<5 {
      #expect(throws: SpeechTrouble.failure(.timedOut)) { try desk.trial(.piper, order, limit: .none) }
    }
    #expect(piper.asked.count == 5 && desk.health(.piper)?.failures == 0)
    #expect(try desk.trial(.espeak, order, limit: .none) == ScriptedEngine.sound("cat"))
    #expect(throws: SpeechTrouble.notConfigured) { try desk.trial(.coqui, order, limit: .none) }
    #expect(cache.totals == ClipTotals())
  }

  @Test func aProbeTellsWhetherAnybodySpeaks() throws {
    piper.fail(.unreachable("x"))
    espeak.fail(.failed("x"))
    desk.probe(limit: .none)
    #expect(!desk.isServing && harness.outcomes.all == [false])
    espeak.become { order, _ in ScriptedEngine.sound(order.text) }
    desk.probe(limit: .none)
    #expect(desk.isServing && harness.outcomes.all == [false, true])
    #expect(cache.totals == ClipTotals())
    // Three failures in a row make one rest.
    espeak.fail(.failed("x"))
    for text in ["a", "b", "c"] { #expect(throws: SpeechRefusal.self) { try desk.speak(text) } }
    #expect(!desk.isServing && harness.outcomes.all.last == false && desk.health(.espeak)?.breaker == .open)
  }

  @Test func anEngineThatHangsDoesNotKeepAProbeFromTheNext() {
    piper.hang()
    desk.probe(limit: .none)
    #expect(desk.health(.espeak)?.successes == 1 && desk.isServing)
    // Five seconds are longer than the breaker's patience.
    #expect(desk.health(.piper)?.lastFailure == .timedOut)
  }

  @Test func voicesAreThoseOfTheEngine() throws {
    #expect(try desk.voices(.piper, limit: .none).map(\.name) == ["piper-uk", "other"])
    #expect(throws: SpeechTrouble.notConfigured) { try desk.voices(.external, limit: .none) }
  }

  @Test func aHintIsPhonemesWhereNoLessonHasOne() throws {
    func hint(_ text: String, _ accent: Accent? = nil) throws -> String? {
      desk.phoneticHint(SpeechWish(text: try SpeechText(text), accent: accent), limit: .none)
    }
    #expect(try hint("cat") == "cat in uk")
    #expect(try hint("cat", .us) == "cat in us")
    #expect(try hint("x") == nil)
  }

  @Test func metricsTellWhoServedAndWhyOthersDidNot() throws {
    piper.fail(.timedOut)
    _ = try desk.speak("cat")
    _ = try desk.speak("cat")
    var metrics = PrometheusText()
    desk.writeMetrics(to: &metrics)
    let lines = Set(metrics.text.split(separator: "\n").map(String.init))
    #expect(
      lines.isSuperset(of: [
        "fiszka_speech_clips 1", #"fiszka_speech_served_total{engine="espeak",source="made"} 1"#,
        #"fiszka_speech_served_total{engine="espeak",source="cached"} 1"#,
        #"fiszka_speech_syntheses_total{engine="espeak"} 1"#,
        #"fiszka_speech_failures_total{engine="piper",reason="timed_out"} 2"#,
        #"fiszka_speech_engine_resting{engine="piper"} 0"#,
      ]), "\(metrics.text)")
  }
}
