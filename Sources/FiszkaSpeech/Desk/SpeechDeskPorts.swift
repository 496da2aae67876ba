package import FiszkaDomain

/// What a desk works with besides engines and clips.
package struct SpeechDeskPorts: Sendable {
  let settings: any SpeechSettingsRepository
  let hints: any PhoneticHintRepository
  let transcriber: (any PhoneticTranscriber)?
  let now: @Sendable () -> Instant
  let onOutcome: @Sendable (_ isServing: Bool) -> Void

  /// - Parameters:
  ///   - transcriber: nil: nobody writes phonemes.
  ///   - onOutcome: told after each synthesis whether some engine can be expected to speak. Called from any thread; must be quick.
  package init(
    settings: any SpeechSettingsRepository, hints: any PhoneticHintRepository, transcriber: (any PhoneticTranscriber)?,
    now: @escaping @Sendable () -> Instant, onOutcome: @escaping @Sendable (_ isServing: Bool) -> Void
  ) {
    self.settings = settings
    self.hints = hints
    self.transcriber = transcriber
    self.now = now
    self.onOutcome = onOutcome
  }
}
