package import FiszkaDomain

extension SpokenAudio {
  /// What an engine's file becomes: read, checked against the text, made as loud as that of other engines, written anew.
  ///
  /// - Parameter bytes: A RIFF/WAVE file, complete as far as its carrier knows.
  /// - Throws: `badAudio` where it cannot be the text's sound; `unsuited` where the text has nothing that makes one.
  package init(checking bytes: [UInt8], for order: SpeechOrder) throws(SpeechEngineFailure) {
    let wave: Wave
    do throws(WaveFault) {
      wave = try Wave(decoding: bytes)
    } catch .empty where !SpokenText.hasWords(order.text) {
      throw .unsuited("there is nothing in the text that can be spoken")
    } catch {
      throw .badAudio("\(error)")
    }
    try self.init(checking: wave, for: order)
  }

  /// The same for sound that was read already.
  package init(checking wave: Wave, for order: SpeechOrder) throws(SpeechEngineFailure) {
    guard let speech = Loudness.normalized(wave) else {
      if !SpokenText.hasWords(order.text) { throw .unsuited("there is nothing in the text that can be spoken") }
      throw .badAudio("silence")
    }
    let plausible = SpokenText.plausibleMilliseconds(order.text, speedPercent: order.speedPercent)
    guard plausible.contains(wave.durationMilliseconds) else {
      throw .badAudio(
        "\(wave.durationMilliseconds) ms of sound where \(plausible.lowerBound) to \(plausible.upperBound) ms can be expected")
    }
    self.init(wave: speech.encoded, durationMilliseconds: speech.durationMilliseconds, sampleRate: speech.sampleRate)
  }
}
