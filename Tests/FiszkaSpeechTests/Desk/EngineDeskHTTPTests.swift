import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

/// A real engine over real HTTP that fails in each way, with espeak-ng's place taken by one that always speaks.
@Suite(.timeLimit(.minutes(2))) struct EngineDeskHTTPTests {
  private static let sound = Sounds.syllable().encoded

  /// How the server fails, and what is told of it.
  enum Failure: String, CaseIterable {
    case refused, error, noSound, silence, half, hangs, closes

    var kind: SpeechFailureKind {
      switch self {
      case .refused: .unreachable
      case .error, .half, .closes: .failed
      case .noSound, .silence: .badAudio
      case .hangs: .timedOut
      }
    }

    var answer: HTTPFake.Answer {
      switch self {
      case .error: .reply(500, [])
      case .noSound: .reply(200, Array("<html>".utf8))
      case .silence: .reply(200, Wave(sampleRate: 16_000, samples: .init(repeating: 0, count: 16_000)).encoded)
      case .half: .half(EngineDeskHTTPTests.sound)
      case .hangs: .hang
      case .refused, .closes: .close
      }
    }
  }

  @Test(arguments: Failure.allCases) func whateverAServerDoesTheNextEngineSpeaksAndNothingWrongIsKept(_ failure: Failure) throws {
    let harness = try SpeechHarness()
    let cache = try harness.cache()
    let fake = try HTTPFake { request in
      request.target == "/voices" ? .reply(200, Array(#"{"en_GB-a": {}}"#.utf8), type: "application/json") : failure.answer
    }
    if failure == .refused { fake.stop() }
    let espeak = ScriptedEngine(.espeak)
    let desk = try harness.desk([PiperEngine(PiperSettings(url: fake.endpoint)), espeak], cache)
    let limit = WorkLimit.leaving(milliseconds: failure == .hangs ? 400 : 20_000)
    let spoken = try desk.speak("cat", withSound: true, limit: limit)
    #expect(spoken.clip.engine == .espeak && spoken.sound == ScriptedEngine.sound("cat").wave)
    #expect(spoken.passedOver.map(\.engine) == [.piper] && spoken.passedOver.first?.trouble.kind == failure.kind)
    cache.close()
    #expect(try harness.stored().map(\.clip) == [spoken.clip])
    #expect(try FileManager.default.subpathsOfDirectory(atPath: harness.clipFolder).count { $0.hasSuffix(".wav") } == 1)
  }

  @Test func aServerThatCameBackIsHeardAgain() throws {
    let harness = try SpeechHarness()
    let answers = Recorder<Int>()
    let fake = try HTTPFake { request in
      if request.target == "/voices" { return .reply(200, Array(#"{"en_GB-a": {}}"#.utf8), type: "application/json") }
      answers.record(0)
      return answers.all.count == 1 ? .reply(500, []) : .reply(200, Self.sound)
    }
    let desk = try harness.desk([PiperEngine(PiperSettings(url: fake.endpoint)), ScriptedEngine(.espeak)], try harness.cache())
    let (first, second) = (try desk.speak("cat"), try desk.speak("cat"))
    #expect(first.clip.engine == .espeak && second.clip.engine == .piper && second.clip.key != first.clip.key)
    #expect(try desk.speak("cat").clip == second.clip && answers.all.count == 2)
  }
}
