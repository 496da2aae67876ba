/// Where the settings of speech are kept. Every call blocks its thread and may be made from any thread.
package protocol SpeechSettingsRepository: Sendable {
  /// The settings and their revision; nil: nobody has changed the defaults.
  func load(limit: WorkLimit) throws(StoreError) -> StoredSpeechSettings?

  /// Replaces the settings.
  ///
  /// - Parameter revision: that the change was decided on; 0: the defaults.
  /// - Throws: `.changed` when it is not the newest.
  func save(
    _ settings: SpeechSettings, over revision: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> StoredSpeechSettings
}

/// Settings as they were stored.
package struct StoredSpeechSettings: Hashable, Sendable {
  package let settings: SpeechSettings
  /// Grows with every change, from 1; 0: the defaults.
  package let revision: Int64

  package init(settings: SpeechSettings, revision: Int64) {
    self.settings = settings
    self.revision = revision
  }
}
