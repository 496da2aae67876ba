/// The clips that exist, by their keys. Any thread.
package protocol ClipLibrary: Sendable {
  /// What memory knows of a clip. Never blocks; counts as a read when it has the sound.
  func recall(_ key: ClipKey) -> ClipRecall

  /// The clip with its sound, from wherever it is; nil: there is none, or its file was damaged, in which case it is removed now.
  /// Blocks its thread; counts as a read.
  func read(_ key: ClipKey, limit: WorkLimit) throws(StoreError) -> ClipWithSound?

  /// Removes clips. Blocks its thread.
  ///
  /// - Parameters:
  ///   - engine: only of this one; nil: of all.
  ///   - accessedBefore: only those last read before this time; nil: whenever.
  func purge(
    engine: SpeechEngineName?, accessedBefore: Instant?, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ClipTotals

  /// What there is. Never blocks.
  var totals: ClipTotals { get }
}

/// What memory knows of a clip.
package enum ClipRecall: Hashable, Sendable {
  /// There is none.
  case absent
  /// There is one, on disk.
  case stored
  case sound(ClipWithSound)
}

/// A clip and its file.
package struct ClipWithSound: Hashable, Sendable {
  package let clip: Clip
  package let sound: [UInt8]

  package init(clip: Clip, sound: [UInt8]) {
    self.clip = clip
    self.sound = sound
  }
}

/// How many clips, and how large they are together.
package struct ClipTotals: Hashable, Sendable {
  package var count: Int64
  package var bytes: Int64
  /// Of those, in memory.
  package var memoryBytes: Int64

  package init(count: Int64 = 0, bytes: Int64 = 0, memoryBytes: Int64 = 0) {
    self.count = count
    self.bytes = bytes
    self.memoryBytes = memoryBytes
  }
}
