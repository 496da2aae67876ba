/// A clip in the cache, without its sound.
package struct Clip: Hashable, Sendable {
  package let key: ClipKey
  package let engine: SpeechEngineName
  package let accent: Accent
  /// Model and voice as the engine names them.
  package let model: String
  /// 50 to 200.
  package let speedPercent: Int
  package let format: ClipFormat
  /// Of the file, from 1.
  package let sizeBytes: Int64
  /// Of the file: 32 bytes.
  package let sha256: [UInt8]
  /// How long it is heard, from 1.
  package let durationMilliseconds: Int64
  package let createdAt: Instant

  package init(
    key: ClipKey, engine: SpeechEngineName, accent: Accent, model: String, speedPercent: Int, format: ClipFormat,
    sizeBytes: Int64, sha256: [UInt8], durationMilliseconds: Int64, createdAt: Instant
  ) {
    self.key = key
    self.engine = engine
    self.accent = accent
    self.model = model
    self.speedPercent = speedPercent
    self.format = format
    self.sizeBytes = sizeBytes
    self.sha256 = sha256
    self.durationMilliseconds = durationMilliseconds
    self.createdAt = createdAt
  }
}
