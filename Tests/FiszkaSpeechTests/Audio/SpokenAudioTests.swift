import FiszkaDomain
import FiszkaSpeech
import Testing

@Suite struct SpokenAudioTests {
  private let order = SpeechOrder(text: "schedule", accent: .uk)

  @Test func soundOfAWordBecomesAClip() throws {
    let audio = try SpokenAudio(checking: Sounds.syllable().encoded, for: order)
    #expect(audio.durationMilliseconds == 500)
    #expect(audio.sampleRate == 22_050)
    let wave = try Wave(decoding: audio.wave)
    #expect(wave.samples.count == 11_024)
    #expect(abs(try #require(Loudness.level(of: wave)) - Loudness.target) < 0.5)
  }

  @Test func bytesThatAreNoSoundAreBadAudio() {
    #expect(throws: SpeechEngineFailure.badAudio("not a WAVE file")) {
      try SpokenAudio(checking: Array("<html>".utf8), for: order)
    }
    #expect(throws: SpeechEngineFailure.badAudio("a WAVE file that breaks off")) {
      try SpokenAudio(checking: Array(Sounds.syllable().encoded.dropLast(2)), for: order)
    }
  }

  @Test func silenceForAWordIsBadAudio() {
    let silence = Wave(sampleRate: 22_050, samples: [Int16](repeating: 0, count: 11_025)).encoded
    #expect(throws: SpeechEngineFailure.badAudio("silence")) { try SpokenAudio(checking: silence, for: order) }
    #expect(throws: SpeechEngineFailure.badAudio("a WAVE file without sound")) {
      try SpokenAudio(checking: Sounds.file(data: []), for: order)
    }
  }

  @Test func silenceForTextWithoutAWordIsNoFaultOfTheEngine() {
    let silence = Wave(sampleRate: 22_050, samples: [Int16](repeating: 0, count: 11_025)).encoded
    for file in [silence, Sounds.file(data: [])] {
      #expect(throws: SpeechEngineFailure.unsuited("there is nothing in the text that can be spoken")) {
        try SpokenAudio(checking: file, for: SpeechOrder(text: "… !?", accent: .us))
      }
    }
  }

  @Test func soundOfAnImpossibleLengthIsBadAudio() {
    for milliseconds in [20, 60_000] {
      let wave = Sounds.syllable(milliseconds: milliseconds, pause: 0)
      #expect(throws: SpeechEngineFailure.self) { try SpokenAudio(checking: wave, for: order) }
    }
  }
}
