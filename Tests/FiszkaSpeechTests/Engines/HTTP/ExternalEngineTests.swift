import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

@Suite struct ExternalEngineTests {
  private static let sound = Sounds.syllable(sampleRate: 24_000).encoded
  private let order = SpeechOrder(text: "schedule", accent: .uk)

  private func engine(_ fake: HTTPFake, path: String = "") throws -> ExternalEngine {
    ExternalEngine(ExternalSettings(url: try #require(EndpointURL(fake.url + path)), key: ProviderKey("sk-secret")))
  }

  @Test func theWordAndNothingElseIsSent() throws {
    let fake = try HTTPFake { _ in .reply(200, Self.sound) }
    _ = try engine(fake, path: "/base/").synthesize(order, limit: .none)
    let request = try #require(fake.requests.all.first)
    #expect("\(request.method) \(request.target)" == "POST /base/v1/audio/speech")
    let fields = try JSONSerialization.jsonObject(with: Data(request.body.utf8)) as? [String: String]
    #expect(fields == ["model": "tts-1", "input": "schedule", "voice": "fable", "response_format": "wav"])
    #expect(request.headers["authorization"] == "Bearer sk-secret")
    #expect(Set(request.headers.keys) == ["host", "accept", "content-type", "content-length", "authorization"])
  }

  @Test func accentVoiceAndSpeedAreSent() throws {
    let fake = try HTTPFake { _ in .reply(200, Self.sound) }
    let engine = try engine(fake)
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .us, speedPercent: 80), limit: .none)
    _ = try engine.synthesize(SpeechOrder(text: "word", accent: .us, voice: "nova"), limit: .none)
    let fields = try fake.requests.all.map {
      try #require(JSONSerialization.jsonObject(with: Data($0.body.utf8)) as? [String: AnyHashable])
    }
    #expect(fields.map { $0["voice"] } == ["alloy", "nova"])
    #expect(fields.map { $0["speed"] } == [0.8, nil])
    #expect(engine.voiceIdentity(.us, voice: "") == "tts-1/alloy")
    #expect(engine.voiceIdentity(.us, voice: "nova") == "tts-1/nova")
  }

  @Test func soundOfUnknownSizeIsRead() throws {
    // As OpenAI writes it.
    let samples = Sounds.syllable(sampleRate: 24_000).samples
    let file = Sounds.file(sampleRate: 24_000, riffSize: .max, dataSize: .max, data: Sounds.data(samples))
    let fake = try HTTPFake { _ in .reply(200, file) }
    #expect(try engine(fake).synthesize(order, limit: .none).durationMilliseconds == 500)
  }

  @Test(arguments: [401, 403]) func wrongKeyIsToldFromABrokenNetwork(status: Int) throws {
    let fake = try HTTPFake { _ in .reply(status, Array("{}".utf8), type: "application/json") }
    #expect(throws: SpeechEngineFailure.wrongKey) { try engine(fake).synthesize(order, limit: .none) }
    #expect(fake.requests.all.count == 1)
  }

  @Test(arguments: [429, 502, 503, 504]) func statusThatPassesIsTriedAgainOnce(status: Int) throws {
    let answers = Recorder<Int>()
    let fake = try HTTPFake { _ in
      answers.record(0)
      return answers.all.count == 1 ? .reply(status, [], headers: ["Retry-After: 1"]) : .reply(200, Self.sound)
    }
    #expect(try engine(fake).synthesize(order, limit: .none).durationMilliseconds == 500)
    #expect(answers.all.count == 2)
  }

  @Test func providerWithoutCapacityFails() throws {
    let fake = try HTTPFake { _ in .reply(429, []) }
    #expect(throws: SpeechEngineFailure.failed("HTTP status 429: too many requests, or none left")) {
      try engine(fake).synthesize(order, limit: .none)
    }
    #expect(fake.requests.all.count == 2)
  }

  @Test func longPauseIsNotWaitedFor() throws {
    let fake = try HTTPFake { _ in .reply(503, [], headers: ["Retry-After: 60"]) }
    #expect(throws: SpeechEngineFailure.failed("HTTP status 503")) { try engine(fake).synthesize(order, limit: .none) }
    #expect(fake.requests.all.count == 1)
  }

  @Test func callerThatGivesUpEndsThePause() throws {
    let stop = Stop()
    let fake = try HTTPFake { _ in
      stop.stop()
      return .reply(503, [], headers: ["Retry-After: 1"])
    }
    #expect(throws: SpeechEngineFailure.interrupted(.cancelled)) { try engine(fake).synthesize(order, limit: stop.limit) }
    #expect(fake.requests.all.count == 1)
  }

  @Test func serverWithoutTrustIsUnreachable() throws {
    let fake = try HTTPFake { _ in .raw(Array("HTTP/1.1 400 No\r\n\r\n".utf8)) }
    let url = try #require(EndpointURL(fake.url.replacing("http://", with: "https://")))
    let engine = ExternalEngine(ExternalSettings(url: url, key: ProviderKey("sk-secret")))
    let error = #expect(throws: SpeechEngineFailure.self) { try engine.synthesize(order, limit: .none) }
    guard case .unreachable? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(!fake.requests.all.contains { $0.headers["authorization"] != nil })
  }

  @Test func severalRequestsRunAtOnceOverConnectionsThatStay() async throws {
    let fake = try HTTPFake { _ in .reply(200, Self.sound) }
    let engine = try engine(fake)
    let results = await Threads.run(30) { [order] _ in
      Result { () throws(SpeechEngineFailure) in try engine.synthesize(order, limit: .none) }
    }
    for result in results { #expect(throws: Never.self) { try result.get() } }
    #expect(fake.mostAtOnce <= 4)
    #expect(fake.connections <= 4)
  }
}
