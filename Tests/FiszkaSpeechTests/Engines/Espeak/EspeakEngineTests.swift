import FiszkaDomain
import Glibc
import Testing

@testable import FiszkaSpeech

/// The engine over the real library and over the real command: both must do the same.
@Suite struct EspeakEngineTests {
  private static let events = Recorder<EspeakEvent>()
  private static let pool = engine(worker: Program.espeakWorker)
  private static let command = engine(worker: nil)

  private static let hasAddressSanitizer = dlsym(nil, "__asan_init") != nil

  private static func engine(worker: String?) -> EspeakEngine {
    var settings = EspeakSettings(worker: worker)
    settings.timeoutMilliseconds = 20_000
    return EspeakEngine(settings) { events.record($0) }
  }

  /// How espeak-ng is reached.
  enum Way: CaseIterable {
    case pool, command

    var engine: EspeakEngine {
      switch self {
      case .pool: EspeakEngineTests.pool
      case .command: EspeakEngineTests.command
      }
    }

    func phonemes(_ text: String, _ accent: Accent = .uk) throws -> String {
      try engine.phonemes(of: text, accent: accent, limit: .none)
    }

    func speak(_ text: String, _ accent: Accent = .uk, voice: String = "", speed: Int = 100) throws -> SpokenAudio {
      try engine.synthesize(SpeechOrder(text: text, accent: accent, voice: voice, speedPercent: speed), limit: .none)
    }
  }

  @Test(arguments: Way.allCases) func wordBecomesACheckedClip(way: Way) throws {
    let audio = try way.speak("schedule")
    #expect(audio.sampleRate == 22_050)
    #expect((300...900).contains(audio.durationMilliseconds))
    let wave = try Wave(decoding: audio.wave)
    #expect(wave.durationMilliseconds == audio.durationMilliseconds)
    #expect(abs(try #require(Loudness.level(of: wave)) - Loudness.target) < 0.5)
  }

  @Test(arguments: Way.allCases) func accentsDifferInPhonemesAndInSound(way: Way) throws {
    #expect(try way.phonemes("schedule", .uk) == "ʃˈɛdjuːl")
    #expect(try way.phonemes("schedule", .us) == "skˈɛdʒuːl")
    #expect(try way.speak("schedule", .uk).wave != way.speak("schedule", .us).wave)
  }

  @Test(arguments: Way.allCases) func phonemesOfSeveralPartsStandApart(way: Way) throws {
    #expect(try way.phonemes("one, two; three") == "wˈɒn tˈuː θɹˈiː")
  }

  @Test(arguments: Way.allCases) func marksAreText(way: Way) throws {
    // As phonemes it would be "fantastic".
    #expect(try way.phonemes("[[f@ntastIk]]") == way.phonemes("f@ntastIk"))
    #expect(try way.phonemes("<speak>hi</speak>") == "spˈiːk hˈaɪ slˈaʃ spˈiːk")
    #expect(try way.speak("<break time=\"9s\"/>hi").durationMilliseconds < 5_000)
  }

  @Test(arguments: Way.allCases) func leadingDashIsNoOption(way: Way) throws {
    #expect(try way.phonemes("-v") == way.phonemes("v"))
    #expect(try way.phonemes("--version") == way.phonemes("version"))
  }

  @Test(arguments: Way.allCases) func voicesTellTheirAccents(way: Way) throws {
    let voices = try way.engine.voices(limit: .none)
    #expect(voices.contains(SpeechVoice(name: "en-gb", accent: .uk)))
    #expect(voices.contains(SpeechVoice(name: "en-us", accent: .us)))
    #expect(voices.contains(SpeechVoice(name: "en-gb-scotland", accent: .uk)))
    #expect(voices.contains(SpeechVoice(name: "en-029", accent: nil)))
    #expect(!voices.contains { $0.name.contains("/") })
    #expect(try voices == Self.pool.voices(limit: .none))
  }

  @Test(arguments: Way.allCases) func namedVoiceSpeaks(way: Way) throws {
    #expect(try way.speak("schedule", voice: "en-gb-scotland").wave != way.speak("schedule").wave)
    #expect(way.engine.voiceIdentity(.uk, voice: "en-gb-scotland") == "en-gb-scotland")
    #expect(way.engine.voiceIdentity(.us, voice: "") == "en-us")
  }

  @Test(arguments: Way.allCases, ["pl", "en-xx", "../../etc/passwd", "-h"]) func unknownVoiceIsRefused(way: Way, voice: String) {
    #expect(throws: SpeechEngineFailure.unknownVoice(voice)) { try way.speak("word", voice: voice) }
  }

  @Test(arguments: Way.allCases) func speedChangesTheLength(way: Way) throws {
    let slow = try way.speak("a long sentence of seven words", speed: 50).durationMilliseconds
    let fast = try way.speak("a long sentence of seven words", speed: 200).durationMilliseconds
    #expect(slow > fast * 2)
  }

  @Test(arguments: Way.allCases, ["…", " ", "\u{200B}", "[["]) func textWithoutAWordIsUnsuited(way: Way, text: String) {
    let failure = SpeechEngineFailure.unsuited("there is nothing in the text that can be spoken")
    #expect(throws: failure) { try way.speak(text) }
    #expect(throws: failure) { try way.phonemes(text) }
  }

  @Test(arguments: Way.allCases) func callerWhoIsGoneIsNotServed(way: Way) {
    #expect(throws: SpeechEngineFailure.interrupted(.deadlineExceeded)) {
      try way.engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: Stop(.deadlineExceeded).limit)
    }
  }

  @Test func textBeyondAMinuteIsUnsuitedAndHarmsNobody() throws {
    let text = String(repeating: "7 8 ", count: 63)
    #expect(throws: SpeechEngineFailure.unsuited("it takes more than a minute to speak")) { try Way.pool.speak(text, speed: 50) }
    #expect(try Way.pool.speak("word").durationMilliseconds < 1_000)
  }

  // Some texts in several scripts make espeak-ng 1.51 read memory that it has freed: without a sanitizer nobody notices.
  @Test(.disabled(if: EspeakEngineTests.hasAddressSanitizer, "Address Sanitizer ends the process where the library goes on"))
  func noTextEndsAProcess() async {
    let pieces = [
      "\u{1}", "\u{1}2S", "[[", "]]", "<", "&amp;", "\u{0}", "\u{7F}", "\u{FEFF}", "😀", "ż", "ﷺ", "'", "\\", "%n", "a", "7", " ",
    ]
    let outcomes = await Threads.run(2) { _ in
      (0..<30).compactMap { _ -> String? in
        let text = (0..<Int.random(in: 1...10)).map { _ in
          Bool.random() ? pieces.randomElement() ?? "" : String(Unicode.Scalar(UInt32.random(in: 0...0xD7FF)) ?? " ")
        }.joined()
        do throws(SpeechEngineFailure) {
          _ = try Self.pool.synthesize(SpeechOrder(text: text, accent: .uk), limit: .none)
        } catch {
          switch error {
          // Scripts that the English voice does not read may sound like nothing.
          case .unsuited, .badAudio: break
          default: return "\(error) for \(text.debugDescription)"
          }
        }
        return nil
      }
    }
    #expect(outcomes == [[], []])
    #expect(!Self.events.all.contains(.died) && !Self.events.all.contains(.hung))
  }

  @Test func missingWorkerIsToldAndTheCommandUsed() throws {
    let events = Recorder<EspeakEvent>()
    let engine = EspeakEngine(EspeakSettings(worker: "/nowhere/fiszka-espeak")) { events.record($0) }
    #expect(events.all == [.withoutWorker("/nowhere/fiszka-espeak")])
    #expect(try engine.phonemes(of: "hello", accent: .uk, limit: .none) == "həlˈəʊ")
  }

  @Test func withoutAnyProgramTheEngineIsUnreachable() {
    var settings = EspeakSettings(worker: nil)
    settings.command = "/nowhere/espeak-ng"
    let engine = EspeakEngine(settings) { _ in }
    #expect(throws: SpeechEngineFailure.unreachable("cannot start /nowhere/espeak-ng: No such file or directory")) {
      try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
    }
  }
}
