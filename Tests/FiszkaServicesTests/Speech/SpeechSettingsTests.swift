import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(1))) struct SpeechSettingsTests {
  private typealias Settings = FiszkaAPI.SpeechSettings
  private let espeak = VoiceEngine(.espeak)
  private let piper = VoiceEngine(.piper)

  private var options: Harness.Options {
    var options = Harness.Options()
    options.engines = [espeak, piper]
    return options
  }

  private func update(
    _ h: Harness, _ settings: Settings?, revision: Int64 = 0
  ) async throws -> UpdateSpeechSettingsResponse {
    try await h.speech.updateSpeechSettings(UpdateSpeechSettingsRequest(settings: settings, revision: revision))
  }

  private func audits(_ h: Harness) throws -> [String] {
    try h.texts("SELECT details FROM audit_logs WHERE action = 'speech.update_settings' ORDER BY id")
  }

  private let standard = Settings(engines: [.coqui, .piper, .espeak, .external], defaultAccent: .uk, speedPercent: 100)

  @Test func settingsAreTriedStoredAuditedAndFollowed() async throws {
    try await Harness.run(options) { h in
      let before = try await h.speech.getSpeechSettings(GetSpeechSettingsRequest())
      #expect(before.settings == standard && before.revision == 0 && before.configuredEngines == [.piper, .espeak])
      let wanted = Settings(
        engines: [.espeak, .external], defaultAccent: .us, speedPercent: 80,
        voices: [VoiceChoice(engine: .espeak, accent: .us, voice: "v")])
      let updated = try await update(h, wanted)
      #expect(updated.settings == wanted && updated.revision == 1 && updated.passedOver.isEmpty)
      #expect(espeak.asked == [SpeechOrder(text: "schedule", accent: .us, voice: "v", speedPercent: 80)])
      #expect(h.speechDesk.clips.totals.count == 0)
      let after = try await h.speech.getSpeechSettings(GetSpeechSettingsRequest())
      #expect(after.settings == wanted && after.revision == 1 && after.configuredEngines == [.espeak, .piper])
      let audits = try audits(h)
      #expect(audits.count == 1 && ["engines", "default_accent", "speed_percent", "voices"].allSatisfy(audits[0].contains))
      #expect(try h.texts("SELECT engines || ' ' || default_accent FROM speech_settings") == ["espeak,external us"])
      let clip = try await h.speech.synthesize(SynthesizeRequest(text: "cat")).clip
      #expect(clip?.accent == .us && clip?.voice == "v" && clip?.speedPercent == 80)
      try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await h.speech.synthesize(SynthesizeRequest(text: "cat", engine: .piper))
      }
    }
  }

  @Test func whatTheChangeBringsMustSpeakOrNothingIsChanged() async throws {
    piper.become { (order, _) throws(SpeechEngineFailure) in if order.voice == "x" { throw .unknownVoice("x") } }
    try await Harness.run(options) { h in
      var wanted = standard
      wanted.voices = [VoiceChoice(engine: .piper, accent: .us, voice: "x")]
      let refused = try await expectFailure(.failedPrecondition, .speechSettingsRefused) { try await update(h, wanted) }
      #expect(refused == ["piper": "UNKNOWN_VOICE"])
      piper.fail(.unreachable("x"))
      espeak.fail(.timedOut)
      let silent = try await expectFailure(.failedPrecondition, .speechSettingsRefused) { try await update(h, standard) }
      #expect(
        silent == ["coqui": "NOT_CONFIGURED", "piper": "UNREACHABLE", "espeak": "TIMED_OUT", "external": "NOT_CONFIGURED"])
      #expect(try await h.speech.getSpeechSettings(GetSpeechSettingsRequest()).revision == 0)
      #expect(try audits(h).isEmpty && h.number("SELECT count(*) FROM speech_settings") == 0)
    }
  }

  @Test func anEngineThatWasThereBeforeIsOnlyReported() async throws {
    piper.fail(.unreachable("x"))
    try await Harness.run(options) { h in
      var wanted = standard
      wanted.speedPercent = 90
      let updated = try await update(h, wanted)
      #expect(updated.revision == 1 && updated.passedOver == [PassedOverEngine(engine: .piper, trouble: .unreachable)])
      #expect(try audits(h).count == 1)
    }
  }

  @Test func whoeverKnowsOldSettingsChangesNothing() async throws {
    try await Harness.run(options) { h in
      _ = try await update(h, standard)
      let changed = try await expectFailure(.aborted, .speechSettingsChanged) { try await update(h, standard) }
      #expect(changed == ["revision": "1"] && espeak.asked.count == 1)
      #expect(try await update(h, standard, revision: 1).revision == 2)
    }
  }

  @Test func everyFieldIsChecked() async throws {
    try await Harness.run(options) { h in
      try await expectInvalid("settings") { try await update(h, nil) }
      try await expectInvalid(
        "settings.engines", "settings.default_accent", "settings.speed_percent", "revision"
      ) { try await update(h, Settings(), revision: -1) }
      let twice = VoiceChoice(engine: .espeak, accent: .uk, voice: "v")
      try await expectInvalid(
        "settings.engines[1]", "settings.engines[2]", "settings.engines[3]", "settings.default_accent",
        "settings.voices[1]", "settings.voices[2].engine", "settings.voices[2].accent", "settings.voices[2].voice"
      ) {
        try await update(
          h,
          Settings(
            engines: [.espeak, .espeak, .unspecified, .unrecognized(9)], defaultAccent: .unrecognized(9), speedPercent: 50,
            voices: [twice, twice, VoiceChoice()]))
      }
      #expect(espeak.asked.isEmpty)
    }
  }

  @Test func voicesAreListedByEngine() async throws {
    try await Harness.run(options) { h in
      piper.fail(.unreachable("x"))
      let all = try await h.speech.listVoices(ListVoicesRequest()).engines
      #expect(all.map(\.engine) == [.piper, .espeak] && all[0].trouble == .unreachable && all[0].voices.isEmpty)
      #expect(all[1].trouble == .unspecified)
      #expect(all[1].voices == [EngineVoice(name: "espeak-uk", accent: .uk), EngineVoice(name: "other")])
      #expect(try await h.speech.listVoices(ListVoicesRequest(engine: .espeak)).engines == [all[1]])
      let missing = try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await h.speech.listVoices(ListVoicesRequest(engine: .coqui))
      }
      #expect(missing == ["engine": "coqui"])
      try await expectInvalid("engine") { try await h.speech.listVoices(ListVoicesRequest(engine: .unrecognized(9))) }
    }
  }
}
