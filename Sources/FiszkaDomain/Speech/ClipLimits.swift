/// How much the cache of clips keeps, and for how long.
package struct ClipLimits: Hashable, Sendable {
  /// Bytes of clips in memory.
  package var memoryBytes: Int64 = 32 << 20
  /// Bytes of clips on disk.
  package var diskBytes: Int64 = 1 << 30
  /// For how long after the last read.
  package var retention: Duration = .seconds(90 * 86_400)

  package init() {}

  /// Which clips have to go: those not read for the time of retention, and when the others are more than fit, those that were read
  /// longest ago, until nine tenths of the room are left in use.
  package func surplus(_ clips: [ClipUse], at now: Instant) -> [ClipKey] {
    let oldest = now.advanced(by: .zero - retention)
    var surplus = clips.filter { $0.lastAccessedAt < oldest }.map(\.key)
    var kept = clips.filter { $0.lastAccessedAt >= oldest }
    var bytes = kept.reduce(0) { $0 + $1.sizeBytes }
    if bytes <= diskBytes { return surplus }
    kept.sort { $0.lastAccessedAt < $1.lastAccessedAt }
    for clip in kept {
      if bytes <= diskBytes / 10 * 9 { break }
      bytes -= clip.sizeBytes
      surplus.append(clip.key)
    }
    return surplus
  }
}

/// What decides how long a clip stays.
package struct ClipUse: Hashable, Sendable {
  package let key: ClipKey
  package let sizeBytes: Int64
  package let lastAccessedAt: Instant

  package init(key: ClipKey, sizeBytes: Int64, lastAccessedAt: Instant) {
    self.key = key
    self.sizeBytes = sizeBytes
    self.lastAccessedAt = lastAccessedAt
  }
}
