/// A word that an engine must speak before settings are stored.
package struct SpeechCheck: Hashable, Sendable {
  package let engine: SpeechEngineName
  package let accent: Accent
  /// Whether the change is refused when it fails.
  package let isRequired: Bool

  package init(_ engine: SpeechEngineName, _ accent: Accent, isRequired: Bool) {
    self.engine = engine
    self.accent = accent
    self.isRequired = isRequired
  }
}

extension SpeechSettings {
  /// What to try before these settings take the place of `old`, in the order of the engines.
  ///
  /// Required is what the change brings: an engine that was not used, and a voice that is new. The default accent is tried with
  /// every engine, so that one that fails shows; that alone does not refuse the change.
  /// - Parameter configured: engines that the server has: others cannot be tried.
  package func checks(over old: SpeechSettings, configured: Set<SpeechEngineName>) -> [SpeechCheck] {
    var checks: [SpeechCheck] = []
    for engine in engines where configured.contains(engine) {
      for accent in Accent.allCases {
        let hasNewVoice = voice(of: engine, accent) != old.voice(of: engine, accent)
        let isNew = !old.engines.contains(engine) && accent == defaultAccent
        if hasNewVoice || isNew || accent == defaultAccent {
          checks.append(SpeechCheck(engine, accent, isRequired: hasNewVoice || isNew))
        }
      }
    }
    return checks
  }
}
