import FiszkaDomain
import FiszkaSpeech

extension FuzzDecoders {
  /// WAVE files of engines, and what becomes of them: what is read can be written and read again, stays as long when its
  /// loudness changes, and reaches the target without clipping unless it is silent.
  @Sendable public static func wave(_ bytes: UnsafeRawBufferPointer) {
    guard let wave = try? Wave(decoding: Array(bytes)) else { return }
    precondition(!wave.samples.isEmpty && wave.samples.count * 2 <= bytes.count)
    precondition((try? Wave(decoding: wave.encoded)) == wave, "A written wave is read differently.")
    if let speech = Loudness.normalized(wave) {
      precondition(speech.samples.count == wave.samples.count)
      precondition(Loudness.level(of: wave) != nil && !speech.samples.contains { $0 == .min || $0 == .max })
    }
    _ = try? SpokenAudio(checking: Array(bytes), for: SpeechOrder(text: "word", accent: .uk))
  }
}
