import Glibc

/// How loud speech is, and how it becomes as loud as that of every other engine.
///
/// The level is the root mean square of the frames of 20 ms in which somebody speaks, that is, of those at most 25 dB below the
/// loudest. Silence before, between and after words so makes no difference, and a word of 300 ms has a level, which EBU R128 with
/// its blocks of 400 ms does not give it.
package enum Loudness {
  /// Of all speech, in dB below full scale: of the crest factors that speech has nearly all stay below full scale with it.
  package static let target = -20.0
  /// Below this level, in dB, nobody speaks.
  package static let silence = -60.0

  private static let fullScale = 32_768.0
  private static let framesPerSecond = 50
  /// A frame with less of the loudest one's power is a pause: 25 dB.
  private static let gate = 0.003_162
  /// From the knee on peaks are bent, so that they stay below the ceiling.
  private static let knee = 0.8 * fullScale
  private static let ceiling = 0.98 * fullScale

  /// The level of speech in dB of full scale, at most 0; nil where there is none, such as in silence or a constant.
  package static func level(of wave: Wave) -> Double? {
    let mean = mean(of: wave.samples)
    let level = level(wave.samples.map { Double($0) - mean }, wave.sampleRate)
    return level > silence ? level : nil
  }

  /// The same speech at the target level and without an offset; nil where nobody speaks. Never clips: peaks beyond four fifths of full
  /// scale are bent instead.
  package static func normalized(_ wave: Wave) -> Wave? {
    let mean = mean(of: wave.samples)
    let centred = wave.samples.map { Double($0) - mean }
    let original = level(centred, wave.sampleRate)
    guard original > silence else { return nil }
    let peak = centred.reduce(0) { max($0, abs($1)) }
    var gain = pow(10, (target - original) / 20)
    var result = bent(centred, gain)
    // Bending takes a little of the level away.
    for _ in 0..<4 where peak * gain > knee {
      let missing = target - level(result, wave.sampleRate)
      if missing < 0.1 { break }
      gain *= pow(10, missing / 20)
      result = bent(centred, gain)
    }
    return Wave(sampleRate: wave.sampleRate, samples: result.map { Int16(clamping: Int($0.rounded())) })
  }

  private static func mean(of samples: [Int16]) -> Double {
    var sum = 0
    for sample in samples { sum += Int(sample) }
    return samples.isEmpty ? 0 : Double(sum) / Double(samples.count)
  }

  private static func level(_ samples: [Double], _ sampleRate: Int) -> Double {
    let length = max(1, sampleRate / framesPerSecond)
    let powers = stride(from: 0, to: samples.count, by: length).map { begin in
      var sum = 0.0
      let end = min(begin + length, samples.count)
      for index in begin..<end { sum += samples[index] * samples[index] }
      return sum / Double(end - begin)
    }
    guard let loudest = powers.max(), loudest > 0 else { return -.infinity }
    let speech = powers.filter { $0 >= loudest * gate }
    return 10 * log10(speech.reduce(0, +) / Double(speech.count) / (fullScale * fullScale))
  }

  private static func bent(_ samples: [Double], _ gain: Double) -> [Double] {
    let room = ceiling - knee
    return samples.map { sample in
      let value = sample * gain
      let size = abs(value)
      if size <= knee { return value }
      let limited = knee + room * tanh((size - knee) / room)
      return value < 0 ? -limited : limited
    }
  }
}
