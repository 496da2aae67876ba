import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(2))) struct EngineDeskTests {
  private let harness: SpeechHarness
  private let cache: ClipCache
  private let coqui = ScriptedEngine(.coqui)
  private let espeak = ScriptedEngine(.espeak)
  private let desk: EngineDesk

  init() throws {
    harness = try SpeechHarness()
    cache = try harness.cache()
    desk = try harness.desk([espeak, coqui], cache)
  }

  private func refusal(_ text: String = "cat", by engine: SpeechEngineName? = nil, voice: String = "") throws -> SpeechRefusal? {
    let wish = SpeechWish(text: try SpeechText(text), engine: engine, voice: voice)
    return #expect(throws: SpeechRefusal.self) {
      try desk.speak(wish, withSound: false, limit: .none) { () throws(SpeechRefusal) in }
    }
  }

  @Test func theFirstEngineOfTheSettingsSpeaksOnceAndTheCacheAnswersThen() throws {
    let first = try desk.speak("cat", withSound: true)
    #expect(first.clip.engine == .coqui && !first.isCached && first.passedOver.isEmpty)
    #expect(first.sound == ScriptedEngine.sound("cat").wave)
    let again = try desk.speak("cat", withSound: true)
    #expect(again.clip == first.clip && again.isCached && again.sound == first.sound)
    #expect(coqui.asked == [SpeechOrder(text: "cat", accent: .uk)] && espeak.asked.isEmpty)
    let wish = SpeechWish(text: try SpeechText("cat"))
    #expect(try desk.recall(wish, withSound: true)?.sound == first.sound)
    #expect(try desk.recall(wish, withSound: false)?.clip == first.clip)
    #expect(try desk.find(wish) == first.clip)
    #expect(try desk.find(SpeechWish(text: try SpeechText("dog"))) == nil)
    #expect(desk.counters.all[.coqui]?.served == [3, 1, 0])
  }

  @Test func aFallbackIsStoredAsTheFallbacksAndThePreferredOneIsTriedAgain() throws {
    coqui.fail(.failed("x"))
    let fallback = try desk.speak("cat", withSound: true)
    #expect(fallback.clip.engine == .espeak && fallback.passedOver == [PassedOver(.coqui, .failure(.failed("x")))])
    let again = try desk.speak("cat")
    #expect(again.clip == fallback.clip && again.isCached && again.passedOver == fallback.passedOver)
    #expect(coqui.asked.count == 2 && espeak.asked.count == 1)
    coqui.become { order, _ in ScriptedEngine.sound("coqui's \(order.text)") }
    let preferred = try desk.speak("cat", withSound: true)
    #expect(preferred.clip.engine == .coqui && preferred.clip.key != fallback.clip.key && preferred.passedOver.isEmpty)
    #expect(preferred.sound == ScriptedEngine.sound("coqui's cat").wave)
    cache.flush()
    #expect(try Set(harness.stored().map(\.clip)) == [fallback.clip, preferred.clip])
    #expect(try cache.read(fallback.clip.key, limit: .none)?.sound == ScriptedEngine.sound("cat").wave)
  }

  @Test func whileThePreferredOneRestsMemoryAnswersWithTheNext() throws {
    let wish = SpeechWish(text: try SpeechText("cat"))
    coqui.fail(.timedOut)
    let made = try desk.speak("cat")
    // It could be asked, so memory does not decide.
    #expect(try desk.recall(wish, withSound: false) == nil)
    for text in ["dog", "cow"] { _ = try desk.speak(text) }
    let found = try #require(try desk.recall(wish, withSound: true))
    #expect(found.clip == made.clip && found.passedOver.map(\.engine) == [.coqui])
    #expect(found.passedOver[0].trouble.kind == .resting && coqui.asked.count == 3)
    #expect(try desk.recall(SpeechWish(text: try SpeechText("new")), withSound: true) == nil)
  }

  @Test func whereNobodySpeaksThereIsAReasonForEachEngineAndNoClip() throws {
    coqui.fail(.timedOut)
    espeak.fail(.badAudio("x"))
    #expect(
      try refusal()
        == .unavailable([
          PassedOver(.coqui, .failure(.timedOut)), PassedOver(.piper, .notConfigured),
          PassedOver(.espeak, .failure(.badAudio("x"))), PassedOver(.external, .notConfigured),
        ]))
    #expect(cache.totals == ClipTotals())
    #expect(desk.counters.all[.espeak]?.failures == [.badAudio: 1])
  }

  @Test func whatCannotBeSpokenOrIsNotThereIsToldApart() throws {
    coqui.fail(.unsuited("x"))
    espeak.fail(.unsuited("y"))
    #expect(try refusal() == .unsuited)
    espeak.fail(.timedOut)
    guard case .unavailable = try refusal() else {
      Issue.record("An engine that did not answer may be able to speak it.")
      return
    }
    #expect(try refusal(by: .piper) == .engineNotUsed(.piper))
    espeak.fail(.unknownVoice("v"))
    #expect(try refusal(by: .espeak, voice: "v") == .unknownVoice(.espeak))
    #expect(throws: SpeechRefusal.engineNotUsed(.piper)) {
      try desk.find(SpeechWish(text: try SpeechText("cat"), engine: .piper))
    }
  }

  @Test func whoeverIsNotAdmittedGetsOnlyWhatThereIs() throws {
    let made = try desk.speak("cat")
    let refusal = SpeechRefusal.quotaExceeded(perHour: 1, retryAfterSeconds: 2)
    func speak(_ text: String) throws -> SpokenClip {
      try desk.speak(SpeechWish(text: try SpeechText(text)), withSound: true, limit: .none) { () throws(SpeechRefusal) in
        throw refusal
      }
    }
    #expect(try speak("cat").clip == made.clip)
    #expect(throws: refusal) { try speak("dog") }
    #expect(coqui.asked.count == 1 && espeak.asked.isEmpty)
  }

  @Test func opusIsMadeOfTheSameSynthesisAndIsAClipOfItsOwn() throws {
    let wave = try desk.speak("cat")
    let opus = try desk.speak("cat", as: .opus, withSound: true)
    #expect(opus.clip.key != wave.clip.key && opus.clip.format == .opus && coqui.asked.count == 1)
    let sound = try #require(opus.sound)
    #expect(sound.starts(with: Array("OggS".utf8)) && opus.clip.sizeBytes == Int64(sound.count))
    #expect(opus.clip.durationMilliseconds == wave.clip.durationMilliseconds)
    let other = try desk.speak("dog", as: .opus, withSound: true)
    #expect(other.clip.format == .opus && !other.isCached)
    #expect(try desk.speak("dog").isCached && coqui.asked.count == 2)
  }

  @Test func whatDiffersInAnyWayIsAnotherClip() throws {
    let text = try SpeechText("cat")
    let wishes = [
      SpeechWish(text: text), SpeechWish(text: text, accent: .us), SpeechWish(text: text, engine: .espeak),
      SpeechWish(text: text, engine: .coqui, voice: "v"), SpeechWish(text: text, speedPercent: 150),
      SpeechWish(text: text, format: .opus), SpeechWish(text: try SpeechText("Cat")),
    ]
    let keys = try wishes.map { try desk.speak($0, withSound: false, limit: .none) { () throws(SpeechRefusal) in }.clip.key }
    #expect(Set(keys).count == wishes.count)
  }

  @Test(arguments: ["damaged", "gone"]) func aClipWhoseFileIsNotWhatItWasIsSpokenAnew(_ state: String) throws {
    let clip = try desk.speak("cat").clip
    cache.close()
    let file = URL(filePath: "\(harness.clipFolder)/\(ClipFolder.path(clip.key, clip.format))")
    let sound = try Data(contentsOf: file)
    if state == "gone" {
      try FileManager.default.removeItem(at: file)
    } else {
      try Data(sound.dropLast() + [sound[sound.count - 1] ^ 1]).write(to: file)
    }
    let next = try harness.cache()
    let healed = try harness.desk([coqui], next).speak("cat", withSound: true)
    #expect(!healed.isCached && healed.clip.key == clip.key && Data(healed.sound ?? []) == sound && coqui.asked.count == 2)
    next.close()
    #expect(try Data(contentsOf: file) == sound)
    #expect(harness.events.all == [.damaged(clip.key)])
  }
}
