import FiszkaDomain
import Testing

@Suite struct SpeechSettingsTests {
  private static let all = Set(SpeechEngineName.allCases)

  @Test func theDefaultsAreThoseOfTheRequirements() {
    let settings = SpeechSettings()
    #expect(settings.engines == [.coqui, .piper, .espeak, .external])
    #expect(settings.defaultAccent == .uk && settings.speedPercent == 100 && settings.voices.isEmpty)
  }

  @Test func anOrderTakesWhatTheWishLeavesOpenFromTheSettings() throws {
    var settings = SpeechSettings(defaultAccent: .us, speedPercent: 80)
    settings.voices[.init(.piper, .us)] = "joe"
    let wish = SpeechWish(text: try SpeechText("cat"))
    #expect(
      wish.order(for: .piper, settings) == SpeechOrder(text: "cat", accent: .us, voice: "joe", speedPercent: 80))
    #expect(wish.order(for: .espeak, settings) == SpeechOrder(text: "cat", accent: .us, speedPercent: 80))
    let own = SpeechWish(text: try SpeechText("cat"), accent: .uk, engine: .piper, voice: "alba", speedPercent: 120)
    #expect(own.order(for: .piper, settings) == SpeechOrder(text: "cat", accent: .uk, voice: "alba", speedPercent: 120))
  }

  @Test func aNamedEngineIsAskedAloneAndMustBeUsed() throws {
    let settings = SpeechSettings(engines: [.piper, .espeak])
    #expect(try SpeechWish(text: try SpeechText("cat")).engines(settings) == [.piper, .espeak])
    #expect(try SpeechWish(text: try SpeechText("cat"), engine: .espeak).engines(settings) == [.espeak])
    #expect(throws: SpeechRefusal.engineNotUsed(.external)) {
      try SpeechWish(text: try SpeechText("cat"), engine: .external).engines(settings)
    }
  }

  @Test func withoutAChangeEveryEngineIsTriedAndNoneIsRequired() {
    let settings = SpeechSettings()
    #expect(
      settings.checks(over: settings, configured: [.espeak, .piper])
        == [SpeechCheck(.piper, .uk, isRequired: false), SpeechCheck(.espeak, .uk, isRequired: false)])
  }

  @Test func newEnginesAndNewVoicesMustSpeak() {
    let old = SpeechSettings(engines: [.espeak])
    var new = SpeechSettings(engines: [.piper, .espeak])
    new.voices[.init(.espeak, .us)] = "en-us-nyc"
    #expect(
      new.checks(over: old, configured: Self.all)
        == [
          SpeechCheck(.piper, .uk, isRequired: true), SpeechCheck(.espeak, .uk, isRequired: false),
          SpeechCheck(.espeak, .us, isRequired: true),
        ])
    #expect(new.checks(over: old, configured: []) == [])
  }

  @Test func namesOfVoicesAreBounded() {
    #expect(SpeechSettings.isVoice("en_GB-alba-medium"))
    for name in ["", String(repeating: "v", count: 101), "a\nb"] { #expect(!SpeechSettings.isVoice(name)) }
  }
}
