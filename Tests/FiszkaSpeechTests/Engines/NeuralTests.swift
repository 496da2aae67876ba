import FiszkaDomain
import FiszkaSpeech
import Foundation
import Testing

/// A real neural voice: the American "joe" on a real Piper server, which `scripts/test --neural` starts.
@Suite(.enabled(if: piperAddress != nil, "FISZKA_TEST_PIPER names no Piper server: scripts/test --neural starts one"))
struct NeuralTests {
  private let engine: PiperEngine

  init() throws {
    engine = PiperEngine(PiperSettings(url: try #require(EndpointURL(piperAddress ?? ""))))
  }

  private func speak(_ text: String, _ accent: Accent = .us, voice: String = "", speed: Int = 100) throws -> SpokenAudio {
    try engine.synthesize(SpeechOrder(text: text, accent: accent, voice: voice, speedPercent: speed), limit: .none)
  }

  @Test(arguments: ["schedule", "a", "tomato", "to look forward to", "1,000", "naïve"]) func wordIsAsLoudAsEspeaksOwn(
    text: String
  ) throws {
    let neural = try Wave(decoding: speak(text).wave)
    let espeak = EspeakEngine(EspeakSettings(worker: Program.espeakWorker)) { _ in }
    let other = try Wave(decoding: espeak.synthesize(SpeechOrder(text: text, accent: .us), limit: .none).wave)
    let levels = try [neural, other].map { try #require(Loudness.level(of: $0)) }
    #expect(abs(levels[0] - levels[1]) < 1)
    #expect(neural.sampleRate == 22_050)
  }

  @Test func accentThatNoVoiceHasIsNotSpoken() {
    #expect(throws: SpeechEngineFailure.unknownVoice("en_GB")) { try speak("schedule", .uk) }
    #expect(throws: SpeechEngineFailure.unknownVoice("en_GB-alba-medium")) {
      try speak("schedule", .uk, voice: "en_GB-alba-medium")
    }
  }

  @Test func voicesTellTheirAccents() throws {
    #expect(try engine.voices(limit: .none) == [SpeechVoice(name: "en_US-joe-medium", accent: .us)])
  }

  @Test func speedChangesTheLength() throws {
    let slow = try speak("a long sentence of seven words", speed: 50).durationMilliseconds
    let fast = try speak("a long sentence of seven words", speed: 200).durationMilliseconds
    #expect(slow > fast * 2)
  }

  @Test(arguments: ["…", "!?", "\u{200B}"]) func textWithoutAWordIsNoFaultOfTheEngine(text: String) {
    do {
      _ = try speak(text)
    } catch let failure as SpeechEngineFailure {
      #expect(failure.isNoFault, "\(failure)")
    } catch {
      Issue.record(error)
    }
  }

  @Test func callersWaitForEachOther() async throws {
    let clips = await Threads.run(6) { [engine] number in
      Result { () throws(SpeechEngineFailure) in
        try engine.synthesize(SpeechOrder(text: "word number \(number)", accent: .us), limit: .none)
      }
    }
    for clip in clips { #expect(try clip.get().durationMilliseconds > 300) }
  }

  @Test func clipBecomesOpus() throws {
    let audio = try speak("schedule")
    #expect(try OpusEncoder().encode(audio).count < audio.wave.count / 3)
  }
}

private let piperAddress = ProcessInfo.processInfo.environment["FISZKA_TEST_PIPER"]
