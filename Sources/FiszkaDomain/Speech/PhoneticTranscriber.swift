/// Writes down how a text is pronounced, for where there is no audio. Safe to use from any thread; calls block their thread.
package protocol PhoneticTranscriber: Sendable {
  /// The pronunciation in the International Phonetic Alphabet, such as "ʃˈɛdjuːl", without slashes; a space between words.
  ///
  /// - Parameter text: As in a `SpeechOrder`.
  func phonemes(of text: String, accent: Accent, limit: WorkLimit) throws(SpeechEngineFailure) -> String
}
