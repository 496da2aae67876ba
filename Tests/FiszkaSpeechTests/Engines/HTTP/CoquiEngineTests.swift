import FiszkaDomain
import FiszkaSpeech
import Testing

@Suite struct CoquiEngineTests {
  private let fake: HTTPFake
  private let engine: CoquiEngine

  init() throws {
    fake = try HTTPFake { request in
      if request.target == "/" {
        let page =
          "<select id=\"speaker_id\"><option value=\"p225\" SELECTED>\"p225\"</option><option value='x'>\n<OPTION value=\"p376\">"
        return .reply(200, Array(page.utf8), type: "text/html")
      }
      return .reply(200, Sounds.syllable().encoded)
    }
    engine = CoquiEngine(CoquiSettings(url: fake.endpoint))
  }

  @Test func accentChoosesTheSpeaker() throws {
    for accent in Accent.allCases { _ = try engine.synthesize(SpeechOrder(text: "schedule", accent: accent), limit: .none) }
    #expect(
      fake.requests.all.map(\.target) == [
        "/api/tts?text=schedule&speaker_id=p225&style_wav=&language_id=",
        "/api/tts?text=schedule&speaker_id=p294&style_wav=&language_id=",
      ])
    #expect(fake.requests.all.allSatisfy { $0.method == "GET" })
    #expect(engine.voiceIdentity(.uk, voice: "") == "p225")
    #expect(engine.voiceIdentity(.us, voice: "") == "p294")
  }

  @Test func textIsEscapedAndPlain() throws {
    _ = try engine.synthesize(SpeechOrder(text: "a&speaker_id=x #ż\u{1}", accent: .uk, voice: "p 1&"), limit: .none)
    #expect(
      fake.requests.all.first?.target
        == "/api/tts?text=a%26speaker_id%3Dx%20%23%C5%BC&speaker_id=p%201%26&style_wav=&language_id=")
  }

  @Test func speedThatItDoesNotHaveIsUnsuited() {
    #expect(throws: SpeechEngineFailure.unsuited("a Coqui server speaks at its own speed only")) {
      try engine.synthesize(SpeechOrder(text: "word", accent: .uk, speedPercent: 90), limit: .none)
    }
    #expect(fake.requests.all.isEmpty)
  }

  @Test func accentWithoutASpeakerIsUnknown() {
    var settings = CoquiSettings(url: fake.endpoint)
    settings.speakers = [.uk: "p225"]
    #expect(throws: SpeechEngineFailure.unknownVoice("us")) {
      try CoquiEngine(settings).synthesize(SpeechOrder(text: "word", accent: .us), limit: .none)
    }
  }

  @Test func voicesAreThoseOfTheStartPageAndTheSettings() throws {
    #expect(
      try engine.voices(limit: .none) == [
        SpeechVoice(name: "p225", accent: .uk), SpeechVoice(name: "p294", accent: .us), SpeechVoice(name: "p376", accent: nil),
      ])
  }
}
