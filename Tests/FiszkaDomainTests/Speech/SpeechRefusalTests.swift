import FiszkaDomain
import Testing

@Suite struct SpeechRefusalTests {
  private static func wish(_ engine: SpeechEngineName? = nil, voice: String = "") throws -> SpeechWish {
    SpeechWish(text: try SpeechText("cat"), engine: engine, voice: voice)
  }

  private static func passed(_ engine: SpeechEngineName, _ failure: SpeechEngineFailure?) -> PassedOver {
    PassedOver(engine, failure.map { .failure($0) } ?? .notConfigured)
  }

  @Test func aTextThatNobodyCanSpeakIsTheCallersMatter() throws {
    let all = [Self.passed(.piper, nil), Self.passed(.espeak, .unsuited("")), Self.passed(.external, .unsuited(""))]
    #expect(SpeechRefusal(all, of: try Self.wish()) == .unsuited)
    let some = [Self.passed(.piper, .timedOut), Self.passed(.espeak, .unsuited(""))]
    #expect(SpeechRefusal(some, of: try Self.wish()) == .unavailable(some))
  }

  @Test func whoeverNamesAnEngineIsToldThatItIsNotThere() throws {
    let none = [Self.passed(.piper, nil)]
    #expect(SpeechRefusal(none, of: try Self.wish(.piper)) == .engineNotUsed(.piper))
    #expect(SpeechRefusal(none, of: try Self.wish()) == .unavailable(none))
  }

  @Test func anUnknownVoiceIsTheFaultOfWhoeverNamedIt() throws {
    let none = [Self.passed(.piper, .unknownVoice("x"))]
    #expect(SpeechRefusal(none, of: try Self.wish(.piper, voice: "x")) == .unknownVoice(.piper))
    #expect(SpeechRefusal(none, of: try Self.wish(.piper)) == .unavailable(none))
  }
}
