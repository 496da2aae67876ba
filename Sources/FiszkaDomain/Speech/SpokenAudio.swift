/// What an engine made: checked, mono, 16-bit.
package struct SpokenAudio: Hashable, Sendable {
  /// A RIFF/WAVE file whose sizes are right, PCM 16 bit, one channel, at the loudness that all engines share.
  package let wave: [UInt8]
  /// Of the samples.
  package let durationMilliseconds: Int
  /// Samples a second.
  package let sampleRate: Int

  package init(wave: [UInt8], durationMilliseconds: Int, sampleRate: Int) {
    self.wave = wave
    self.durationMilliseconds = durationMilliseconds
    self.sampleRate = sampleRate
  }
}
