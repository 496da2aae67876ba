/// What the database keeps of a clip.
package struct ClipRecord: Hashable, Sendable {
  package let clip: Clip
  /// What it says: for people who look into the table.
  package let word: String
  /// The voice that was asked for; empty: the engine's own choice.
  package let voice: String
  /// Of the file, below the folder of the clips.
  package let path: String
  /// When it was last read; may be some minutes behind.
  package let lastAccessedAt: Instant

  package init(clip: Clip, word: String, voice: String, path: String, lastAccessedAt: Instant) {
    self.clip = clip
    self.word = word
    self.voice = voice
    self.path = path
    self.lastAccessedAt = lastAccessedAt
  }
}
