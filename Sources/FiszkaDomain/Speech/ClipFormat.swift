/// How a clip is encoded. The raw value is what the database, cache keys and names of files hold.
package enum ClipFormat: String, Hashable, Sendable, CaseIterable {
  /// RIFF/WAVE: PCM, 16 bit, one channel.
  case wav
  /// Opus in Ogg.
  case opus
}
