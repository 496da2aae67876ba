import FiszkaDomain

extension ClipRecord {
  /// What `init(row:)` reads and `values` writes, in this order.
  static let columns: StaticString = """
    hash, word, engine, accent, voice, model, speed_percent, format, path, size_bytes, sha256, duration_milliseconds, created_at,
    last_accessed_at
    """

  init(row: inout RowReader) throws(StoreError) {
    guard let key = ClipKey(try row.text()) else { throw row.corrupt(back: 1) }
    let word = try row.text()
    let engine = try row.value(SpeechEngineName.self)
    let accent = try row.value(Accent.self)
    let voice = try row.text()
    let model = try row.text()
    let speed = try row.integer()
    let format = try row.value(ClipFormat.self)
    let path = try row.text()
    let size = try row.integer()
    guard let digest = try row.optionalBytes(), digest.count == 32, size > 0 else { throw row.corrupt(back: 1) }
    let duration = try row.integer()
    let clip = Clip(
      key: key, engine: engine, accent: accent, model: model, speedPercent: Int(speed), format: format, sizeBytes: size,
      sha256: digest, durationMilliseconds: duration, createdAt: try row.instant())
    self.init(clip: clip, word: word, voice: voice, path: path, lastAccessedAt: try row.instant())
  }

  /// For `ClipQuery.put`.
  var values: [SQLValue] {
    [
      .text(clip.key.text), .text(word), .text(clip.engine.rawValue), .text(clip.accent.rawValue), .text(voice),
      .text(clip.model),
      .integer(Int64(clip.speedPercent)), .text(clip.format.rawValue), .text(path), .integer(clip.sizeBytes),
      .bytes(clip.sha256), .integer(clip.durationMilliseconds), SQLValue(clip.createdAt), SQLValue(lastAccessedAt),
    ]
  }
}
