import FiszkaDomain

/// A way to reach espeak-ng. Texts are cleaned by `SpokenText.forEspeak` and not empty, voices are languages in lower case.
protocol EspeakBackend: Sendable {
  /// The text's sound, not checked yet.
  ///
  /// - Parameter wordsPerMinute: 80 to 450.
  func speak(_ text: String, voice: String, wordsPerMinute: Int, limit: WorkLimit) throws(SpeechEngineFailure) -> Wave

  /// The text's pronunciation in IPA.
  func phonemes(_ text: String, voice: String, limit: WorkLimit) throws(SpeechEngineFailure) -> String

  /// The English voices, in alphabetical order.
  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [String]

  /// Makes the first call as quick as the others.
  func warmUp()
}
