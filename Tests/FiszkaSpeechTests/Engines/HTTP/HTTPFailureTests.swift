import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

/// Every way in which a server can fail, for every engine that is reached by HTTP.
@Suite struct HTTPFailureTests {
  /// The engines, each with short times.
  enum Kind: CaseIterable {
    case coqui, piper, external

    func engine(_ url: EndpointURL, total: Int = 20_000, first: Int = 20_000, queue: Int = 32) -> any SpeechEngine {
      let times = HTTPTimes(connectMilliseconds: 1_000, totalMilliseconds: total, firstMilliseconds: first)
      switch self {
      case .coqui:
        var settings = CoquiSettings(url: url)
        (settings.times, settings.queue) = (times, queue)
        return CoquiEngine(settings)
      case .piper:
        var settings = PiperSettings(url: url)
        (settings.times, settings.queue) = (times, queue)
        return PiperEngine(settings)
      case .external:
        var settings = ExternalSettings(url: url, key: ProviderKey("secret"))
        (settings.times, settings.queue, settings.requests) = (times, queue, 1)
        return ExternalEngine(settings)
      }
    }

    /// A fake that answers syntheses so, and tells voices well.
    func fake(_ answer: @escaping @Sendable () -> HTTPFake.Answer) throws -> HTTPFake {
      try HTTPFake { request in
        if request.target == "/voices" { return .reply(200, Array(#"{"en_GB-a": {}}"#.utf8), type: "application/json") }
        return answer()
      }
    }
  }

  private static let sound = Sounds.syllable().encoded
  private let order = SpeechOrder(text: "word", accent: .uk)

  @Test(arguments: Kind.allCases) func soundBecomesAClip(kind: Kind) throws {
    let fake = try kind.fake { .reply(200, Self.sound) }
    let audio = try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    #expect(audio.durationMilliseconds == 500)
    #expect(abs(try #require(Loudness.level(of: Wave(decoding: audio.wave))) - Loudness.target) < 0.5)
  }

  @Test(arguments: Kind.allCases) func refusedConnectionIsUnreachable(kind: Kind) throws {
    let fake = try kind.fake { .close }
    fake.stop()
    let error = #expect(throws: SpeechEngineFailure.self) { try kind.engine(fake.endpoint).synthesize(order, limit: .none) }
    guard case .unreachable(let why)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(why.contains("refused") || why.contains("connect"))
  }

  @Test(arguments: Kind.allCases) func hostWithoutAnAddressIsUnreachable(kind: Kind) throws {
    let url = try #require(EndpointURL("http://nowhere.invalid:1"))
    let error = #expect(throws: SpeechEngineFailure.self) { try kind.engine(url).synthesize(order, limit: .none) }
    guard case .unreachable? = error else {
      Issue.record("\(error as Any)")
      return
    }
  }

  @Test(arguments: Kind.allCases, [500, 400, 301, 204]) func otherStatusFails(kind: Kind, status: Int) throws {
    let fake = try kind.fake { .reply(status, [], headers: ["Location: /elsewhere"]) }
    #expect(throws: SpeechEngineFailure.failed("HTTP status \(status)")) {
      try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    }
    #expect(!fake.requests.all.contains { $0.target.contains("elsewhere") })
  }

  @Test(arguments: Kind.allCases) func answerThatIsNoSoundIsBadAudio(kind: Kind) throws {
    let fake = try kind.fake { .reply(200, Array("<html>an error</html>".utf8), type: "text/html") }
    #expect(throws: SpeechEngineFailure.badAudio("not a WAVE file")) {
      try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    }
  }

  @Test(arguments: Kind.allCases) func halfAResponseFails(kind: Kind) throws {
    let fake = try kind.fake { .half(Self.sound) }
    let error = #expect(throws: SpeechEngineFailure.self) { try kind.engine(fake.endpoint).synthesize(order, limit: .none) }
    guard case .failed(let why)? = error else {
      Issue.record("\(error as Any)")
      return
    }
    #expect(why.hasPrefix("the connection broke off"))
  }

  @Test(arguments: Kind.allCases) func halfAFileInAWholeResponseIsBadAudio(kind: Kind) throws {
    let fake = try kind.fake { .reply(200, Array(Self.sound.prefix(Self.sound.count / 2))) }
    #expect(throws: SpeechEngineFailure.badAudio("a WAVE file that breaks off")) {
      try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    }
  }

  @Test(arguments: Kind.allCases) func responseWithoutEndIsCutOff(kind: Kind) throws {
    let fake = try kind.fake { .reply(200, [UInt8](repeating: 0, count: HTTPEndpoint.mostSoundBytes + 1)) }
    #expect(throws: SpeechEngineFailure.badAudio("a response without end")) {
      try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    }
  }

  @Test(arguments: Kind.allCases) func garbageInsteadOfHTTPFails(kind: Kind) throws {
    let fake = try kind.fake { .raw(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)) }
    let error = #expect(throws: SpeechEngineFailure.self) { try kind.engine(fake.endpoint).synthesize(order, limit: .none) }
    guard case .failed? = error else {
      Issue.record("\(error as Any)")
      return
    }
  }

  @Test(arguments: Kind.allCases) func serverThatHangsTimesOut(kind: Kind) throws {
    let fake = try kind.fake { .hang }
    #expect(throws: SpeechEngineFailure.timedOut) {
      try kind.engine(fake.endpoint, total: 100, first: 300).synthesize(order, limit: .none)
    }
  }

  @Test(arguments: Kind.allCases) func connectionsEndIsTriedAgainOnce(kind: Kind) throws {
    let answers = Recorder<Int>()
    let fake = try kind.fake {
      answers.record(0)
      return answers.all.count == 1 ? .close : .reply(200, Self.sound)
    }
    _ = try kind.engine(fake.endpoint).synthesize(order, limit: .none)
    #expect(answers.all.count == 2)
  }

  @Test(arguments: Kind.allCases) func serverThatAlwaysClosesFailsAfterTwoTries(kind: Kind) throws {
    let answers = Recorder<Int>()
    let fake = try kind.fake {
      answers.record(0)
      return .close
    }
    #expect(throws: SpeechEngineFailure.self) { try kind.engine(fake.endpoint).synthesize(order, limit: .none) }
    // libcurl, too, tries again when a connection that it kept is closed.
    #expect((2...3).contains(answers.all.count))
  }

  @Test(arguments: Kind.allCases) func firstRequestHasMoreTime(kind: Kind) async throws {
    let slow = DispatchSemaphore(value: 0)
    let answers = Recorder<Int>()
    let fake = try kind.fake {
      answers.record(0)
      return answers.all.count == 1 ? .late(slow, Self.sound) : .hang
    }
    let engine = kind.engine(fake.endpoint, total: 1, first: 20_000)
    let stop = Stop()
    let first = Threads.Running { [order] in
      Result { () throws(SpeechEngineFailure) in try engine.synthesize(order, limit: stop.limit) }
    }
    // Longer than the time of a later one.
    #expect(await Threads.until { stop.asked >= 5 })
    slow.signal()
    #expect(try await first.value.get().durationMilliseconds == 500)
    #expect(throws: SpeechEngineFailure.timedOut) { try engine.synthesize(order, limit: .none) }
  }

  @Test(arguments: Kind.allCases) func callerThatGivesUpEndsTheRequest(kind: Kind) async throws {
    let fake = try kind.fake { .hang }
    let engine = kind.engine(fake.endpoint)
    let stop = Stop()
    let result = Threads.Running { [order] in
      Result { () throws(SpeechEngineFailure) in try engine.synthesize(order, limit: stop.limit) }
    }
    #expect(await Threads.until { fake.mostAtOnce == 1 && fake.requests.all.contains { $0.target != "/voices" } })
    stop.stop(.deadlineExceeded)
    let outcome = await result.value
    #expect(throws: SpeechEngineFailure.interrupted(.deadlineExceeded)) { try outcome.get() }
    // The server is told.
    #expect(await Threads.until { fake.left == 1 })
  }

  @Test(arguments: Kind.allCases) func oneRequestAtATimeAndABoundedQueue(kind: Kind) async throws {
    let release = DispatchSemaphore(value: 0)
    let fake = try kind.fake { .late(release, Self.sound) }
    let engine = kind.engine(fake.endpoint, queue: 1)
    let limits = [Stop(), Stop()]
    var results: [Threads.Running<Result<SpokenAudio, SpeechEngineFailure>>] = []
    for limit in limits {
      results.append(
        Threads.Running { [order] in Result { () throws(SpeechEngineFailure) in try engine.synthesize(order, limit: limit.limit) }
        })
      #expect(await Threads.until { limit.asked > 0 })
    }
    #expect(throws: SpeechEngineFailure.overloaded) { try engine.synthesize(order, limit: .none) }
    release.signal()
    release.signal()
    for result in results { #expect(try await result.value.get().durationMilliseconds == 500) }
    #expect(fake.mostAtOnce == 1)
  }

  @Test(arguments: Kind.allCases) func textWithoutAnythingToSpeakIsNotSent(kind: Kind) throws {
    let fake = try kind.fake { .reply(500, []) }
    #expect(throws: SpeechEngineFailure.unsuited("there is nothing in the text that can be spoken")) {
      try kind.engine(fake.endpoint).synthesize(SpeechOrder(text: "\u{200B} ", accent: .uk), limit: .none)
    }
    #expect(fake.requests.all.isEmpty)
  }

  @Test(arguments: Kind.allCases) func callerWhoIsGoneSendsNothing(kind: Kind) throws {
    let fake = try kind.fake { .reply(200, Self.sound) }
    #expect(throws: SpeechEngineFailure.interrupted(.cancelled)) {
      try kind.engine(fake.endpoint).synthesize(order, limit: Stop(.cancelled).limit)
    }
    #expect(fake.requests.all.isEmpty)
  }
}
