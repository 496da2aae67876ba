import FiszkaSpeech
import Testing

@Suite struct LoudnessTests {
  @Test(arguments: [100.0, 300, 3_000, 30_000]) func everyLevelBecomesTheTarget(peak: Double) throws {
    let wave = try #require(Loudness.normalized(Sounds.syllable(peak: peak)))
    #expect(abs(try #require(Loudness.level(of: wave)) - Loudness.target) < 0.5)
  }

  @Test(arguments: [8_000, 16_000, 24_000, 48_000]) func everyRateBecomesTheTarget(sampleRate: Int) throws {
    let wave = try #require(Loudness.normalized(Sounds.syllable(sampleRate: sampleRate)))
    #expect(abs(try #require(Loudness.level(of: wave)) - Loudness.target) < 0.5)
    #expect(wave.sampleRate == sampleRate)
  }

  @Test func pausesMakeNoDifference() throws {
    let short = try #require(Loudness.level(of: Sounds.syllable(pause: 0)))
    let long = try #require(Loudness.level(of: Sounds.syllable(pause: 2_000)))
    #expect(abs(short - long) < 0.2)
  }

  @Test func knownLevelIsMeasured() throws {
    // A square of half of full scale: -6.02 dB.
    let samples = (0..<22_050).map { Int16($0 % 100 < 50 ? 16_384 : -16_384) }
    let level = try #require(Loudness.level(of: Wave(sampleRate: 22_050, samples: samples)))
    #expect(abs(level - -6.02) < 0.01)
  }

  @Test func peaksAreBentAndNeverClip() throws {
    var wave = Sounds.syllable(peak: 1_000)
    // Clicks 30 dB above the speech: raised with it they would lie far beyond full scale.
    for index in stride(from: 2_000, to: wave.samples.count, by: 2_000) { wave.samples[index] = 32_000 }
    let result = try #require(Loudness.normalized(wave))
    let peak = result.samples.map { abs(Int($0)) }.max() ?? 0
    #expect(peak <= 32_113)
    #expect(abs(try #require(Loudness.level(of: result)) - Loudness.target) < 0.5)
  }

  @Test func offsetIsTakenAway() throws {
    var wave = Sounds.syllable(peak: 3_000)
    for index in wave.samples.indices { wave.samples[index] += 10_000 }
    let result = try #require(Loudness.normalized(wave))
    let mean = result.samples.reduce(0) { $0 + Int($1) } / result.samples.count
    #expect(abs(mean) <= 2)
  }

  @Test func silenceAndConstantsHaveNoLevel() {
    for value: Int16 in [0, 1, 20_000, -32_768] {
      let wave = Wave(sampleRate: 22_050, samples: [Int16](repeating: value, count: 10_000))
      #expect(Loudness.level(of: wave) == nil)
      #expect(Loudness.normalized(wave) == nil)
    }
    #expect(Loudness.level(of: Wave(sampleRate: 22_050, samples: [])) == nil)
  }
}
