/// Where words are spoken: clips that exist, engines for those that do not. Any thread.
package protocol SpeechDesk: Sendable {
  /// The clip of the engine that would be asked first, if memory alone can tell it; nil says nothing. Never blocks; counts as a
  /// read.
  ///
  /// - Parameter withSound: nil too when the sound is not in memory.
  func recall(_ wish: SpeechWish, withSound: Bool) throws(SpeechRefusal) -> SpokenClip?

  /// The first clip that there is, in the order of the engines. Never blocks; does not count as a read.
  func find(_ wish: SpeechWish) throws(SpeechRefusal) -> Clip?

  /// The clip, spoken if need be. Blocks its thread; ends when the limit says so, the synthesis only when nobody else waits for it.
  ///
  /// - Parameter admit: called before an engine is asked, at most once; throws to refuse.
  func speak(
    _ wish: SpeechWish, withSound: Bool, limit: WorkLimit, admit: () throws(SpeechRefusal) -> Void
  ) throws(SpeechRefusal) -> SpokenClip

  /// How the text is pronounced, for where there is no sound; nil: nobody knows. Blocks its thread.
  func phoneticHint(_ wish: SpeechWish, limit: WorkLimit) -> String?

  /// Lets an engine speak once, past every cache and breaker. Blocks its thread.
  func trial(_ engine: SpeechEngineName, _ order: SpeechOrder, limit: WorkLimit) throws(SpeechTrouble) -> SpokenAudio

  /// The voices of an engine as it tells them now. Blocks its thread.
  func voices(_ engine: SpeechEngineName, limit: WorkLimit) throws(SpeechTrouble) -> [SpeechVoice]

  /// The settings as they hold. Never blocks.
  var settings: StoredSpeechSettings { get }

  /// Stores settings and follows them from now on. Blocks its thread.
  func change(
    to settings: SpeechSettings, over revision: Int64, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> StoredSpeechSettings

  /// Engines that the server has, in the order of the settings, then the others. Never blocks.
  var configured: [SpeechEngineName] { get }

  /// How an engine has done; nil: the server does not have it. Never blocks.
  func health(_ engine: SpeechEngineName) -> SpeechEngineHealth?
}
