import FiszkaDomain
import FiszkaSpeech
import Foundation
import Testing

@Suite struct PiperEngineTests {
  private static let voices = """
    {"en_GB-b-low": {"language": {"code": "en_GB"}, "inference": {"length_scale": 2}},
     "en_GB-a-medium": {"espeak": {"voice": "en-gb-x-rp"}}, "en_US-joe-medium": {"espeak": {"voice": "en-us"}},
     "pl_PL-x-low": {"language": {"code": "pl_PL"}}, "en_US-odd": 7}
    """
  private static let sound = Sounds.syllable().encoded

  private func fake(_ voices: String = PiperEngineTests.voices, paths: Set<String> = ["/synthesize"]) throws -> HTTPFake {
    try HTTPFake { request in
      if request.target == "/voices" { return .reply(200, Array(voices.utf8), type: "application/json") }
      return paths.contains(request.target) ? .reply(200, Self.sound) : .reply(404, [])
    }
  }

  private func fields(_ request: HTTPFake.Request?) throws -> [String: AnyHashable] {
    let body = try #require(request).body
    return try #require(JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: AnyHashable])
  }

  @Test func voicesAreAskedForFirstAndTheFirstOfTheAccentSpeaks() throws {
    let fake = try fake()
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    _ = try engine.synthesize(SpeechOrder(text: "schedule \"x\"", accent: .uk), limit: .none)
    #expect(fake.requests.all.map { "\($0.method) \($0.target)" } == ["GET /voices", "POST /synthesize"])
    #expect(try fields(fake.requests.all.last) == ["text": "schedule \"x\"", "voice": "en_GB-a-medium"])
    #expect(fake.requests.all.last?.headers["content-type"] == "application/json")
    // The list is believed for a while.
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .us), limit: .none)
    #expect(fake.requests.all.count == 3)
    #expect(try fields(fake.requests.all.last) == ["text": "word", "voice": "en_US-joe-medium"])
  }

  @Test func voiceOfTheSettingsSpeaks() throws {
    let fake = try fake()
    var settings = PiperSettings(url: fake.endpoint)
    settings.voices = [.uk: "en_GB-b-low"]
    let engine = PiperEngine(settings)
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk, speedPercent: 50), limit: .none)
    #expect(try fields(fake.requests.all.last) == ["text": "word", "voice": "en_GB-b-low", "length_scale": NSNumber(value: 4)])
    #expect(engine.voiceIdentity(.uk, voice: "") == "en_GB-b-low")
    #expect(engine.voiceIdentity(.us, voice: "") == "en_US")
    #expect(engine.voiceIdentity(.us, voice: "x") == "x")
  }

  @Test(arguments: ["en_GB-nobody", "pl", ""]) func voiceThatTheServerDoesNotHaveIsNeverAskedFor(voice: String) throws {
    let fake = try fake(#"{"en_US-joe-medium": {}}"#)
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    #expect(throws: SpeechEngineFailure.unknownVoice(voice.isEmpty ? "en_GB" : voice)) {
      try engine.synthesize(SpeechOrder(text: "word", accent: .uk, voice: voice), limit: .none)
    }
    #expect(fake.requests.all.map(\.target) == ["/voices"])
  }

  @Test func voiceThatCameSinceIsFound() throws {
    let asked = Recorder<Int>()
    let fake = try HTTPFake { request in
      guard request.target == "/voices" else { return .reply(200, Self.sound) }
      asked.record(0)
      return .reply(200, Array((asked.all.count == 1 ? #"{"en_US-a": {}}"# : #"{"en_US-a": {}, "en_GB-b": {}}"#).utf8))
    }
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .us), limit: .none)
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
    #expect(asked.all.count == 2)
  }

  @Test func listIsAskedForAgainAfterAFailure() throws {
    let answers = Recorder<String>()
    let fake = try HTTPFake { request in
      answers.record(request.target)
      if request.target == "/voices" { return .reply(200, Array(Self.voices.utf8)) }
      return answers.all.count == 2 ? .reply(500, []) : .reply(200, Self.sound)
    }
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    let order = SpeechOrder(text: "word", accent: .uk)
    #expect(throws: SpeechEngineFailure.failed("HTTP status 500")) { try engine.synthesize(order, limit: .none) }
    _ = try engine.synthesize(order, limit: .none)
    #expect(answers.all == ["/voices", "/synthesize", "/voices", "/synthesize"])
  }

  @Test func olderServerIsAskedAtItsRoot() throws {
    let fake = try fake(paths: ["/"])
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    for _ in 0..<2 { _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none) }
    #expect(fake.requests.all.map(\.target) == ["/voices", "/synthesize", "/", "/"])
  }

  @Test func serverThatWasUpdatedIsFoundAgain() throws {
    let isNew = Recorder<Bool>()
    let fake = try HTTPFake { request in
      if request.target == "/voices" { return .reply(200, Array(Self.voices.utf8)) }
      return (request.target == "/synthesize") == !isNew.all.isEmpty ? .reply(200, Self.sound) : .reply(405, [])
    }
    let engine = PiperEngine(PiperSettings(url: fake.endpoint))
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
    isNew.record(true)
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
    #expect(fake.requests.all.suffix(2).map(\.target) == ["/", "/synthesize"])
  }

  @Test(arguments: ["[]", "", "<html>", "{\"a\"", "7"]) func listThatIsNoneFails(text: String) throws {
    let fake = try fake(text)
    #expect(throws: SpeechEngineFailure.failed("its list of voices is none")) {
      try PiperEngine(PiperSettings(url: fake.endpoint)).voices(limit: .none)
    }
  }

  @Test func serverWithoutAListFails() throws {
    let fake = try HTTPFake { _ in .reply(404, []) }
    #expect(throws: SpeechEngineFailure.failed("HTTP status 404 for its voices")) {
      try PiperEngine(PiperSettings(url: fake.endpoint)).synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
    }
  }

  @Test func voicesTellTheirAccents() throws {
    let fake = try fake()
    let voices = try PiperEngine(PiperSettings(url: fake.endpoint)).voices(limit: .none)
    #expect(
      voices == [
        SpeechVoice(name: "en_GB-a-medium", accent: .uk), SpeechVoice(name: "en_GB-b-low", accent: .uk),
        SpeechVoice(name: "en_US-joe-medium", accent: .us), SpeechVoice(name: "en_US-odd", accent: .us),
        SpeechVoice(name: "pl_PL-x-low", accent: nil),
      ])
  }
}
