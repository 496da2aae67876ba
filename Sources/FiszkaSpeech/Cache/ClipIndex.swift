import FiszkaDomain

/// All that memory knows of the clips: each one's description, the sounds read last, and what is still to be written. Pure.
struct ClipIndex {
  /// A clip that is on its way to disk.
  struct Pending {
    let record: ClipRecord
    let sound: [UInt8]
  }

  private struct Entry {
    let clip: Clip
    var lastAccessedAt: Instant
    /// Whether file and record are there. One that could not be stored lives as long as memory keeps its sound.
    var isStored: Bool
  }

  private var entries: [ClipKey: Entry] = [:]
  private var sounds: RecentSounds
  private var pending: [ClipKey: Pending] = [:]
  private var read: Set<ClipKey> = []
  private var bytes: Int64 = 0
  private(set) var pendingBytes: Int64 = 0

  init(memoryBytes: Int64) {
    sounds = RecentSounds(limitBytes: memoryBytes)
  }

  var totals: ClipTotals {
    ClipTotals(count: Int64(entries.count), bytes: bytes, memoryBytes: sounds.bytes)
  }

  /// The clip; counts as a read when `now` is given.
  mutating func find(_ key: ClipKey, readAt now: Instant?) -> Clip? {
    guard let clip = entries[key]?.clip else { return nil }
    if let now { touch(key, now) }
    return clip
  }

  /// The clip and, if memory has it, its sound; a read when it has.
  mutating func recall(_ key: ClipKey, at now: Instant) -> ClipRecall {
    guard let clip = entries[key]?.clip else { return .absent }
    guard let sound = sounds.take(key) ?? pending[key]?.sound else { return .stored }
    touch(key, now)
    return .sound(ClipWithSound(clip: clip, sound: sound))
  }

  /// A clip whose record and file are there.
  mutating func load(_ record: ClipRecord) {
    set(record.clip, record.lastAccessedAt, isStored: true)
  }

  /// A clip that was just made, and is to be written.
  mutating func add(_ record: ClipRecord, _ sound: [UInt8]) {
    set(record.clip, record.lastAccessedAt, isStored: false)
    if let old = pending.updateValue(Pending(record: record, sound: sound), forKey: record.clip.key) {
      pendingBytes -= Int64(old.sound.count)
    }
    pendingBytes += Int64(sound.count)
    keep(record.clip.key, sound)
  }

  /// A sound that was read from disk.
  mutating func keep(_ key: ClipKey, _ sound: [UInt8]) {
    guard entries[key] != nil else { return }
    for gone in sounds.put(key, sound) { forgetIfLost(gone) }
  }

  /// What is to be written now. They stay pending until `finish`.
  var toWrite: [Pending] { Array(pending.values) }

  /// Notes how the writing of clips went. Those that are not there any more were removed meanwhile.
  ///
  /// - Returns: what was written in vain.
  mutating func finish(_ written: [Pending], stored: Bool) -> [Pending] {
    var inVain: [Pending] = []
    for item in written {
      let key = item.record.clip.key
      guard pending[key]?.record == item.record else {
        if entries[key] == nil && stored { inVain.append(item) }
        continue
      }
      pending[key] = nil
      pendingBytes -= Int64(item.sound.count)
      if stored { entries[key]?.isStored = true } else { forgetIfLost(key) }
    }
    return inVain
  }

  /// Forgets a clip, unless it was made again since.
  mutating func remove(_ clip: Clip) -> Clip? {
    entries[clip.key]?.clip == clip ? remove(clip.key) : nil
  }

  private mutating func remove(_ key: ClipKey) -> Clip? {
    sounds.remove(key)
    read.remove(key)
    if let item = pending.removeValue(forKey: key) { pendingBytes -= Int64(item.sound.count) }
    guard let entry = entries.removeValue(forKey: key) else { return nil }
    bytes -= entry.clip.sizeBytes
    return entry.clip
  }

  /// Times of reads that the records do not have yet; they are taken for written.
  mutating func takeReads() -> [ClipKey: Instant] {
    defer { read = [] }
    var times: [ClipKey: Instant] = [:]
    for key in read {
      if let entry = entries[key], entry.isStored { times[key] = entry.lastAccessedAt }
    }
    return times
  }

  /// Those of `takeReads` that could not be written.
  mutating func giveBack(_ times: [ClipKey: Instant]) {
    for key in times.keys where entries[key] != nil { read.insert(key) }
  }

  /// All clips that a record stands for.
  var stored: [Clip] { entries.values.filter(\.isStored).map(\.clip) }

  /// All clips with what decides how long they stay.
  var uses: [ClipUse] {
    entries.map { ClipUse(key: $0.key, sizeBytes: $0.value.clip.sizeBytes, lastAccessedAt: $0.value.lastAccessedAt) }
  }

  /// Keys of an engine's clips that were last read before a time; nil: whatever it is.
  func keys(engine: SpeechEngineName?, accessedBefore: Instant?) -> [ClipKey] {
    entries.filter { _, entry in
      (engine == nil || entry.clip.engine == engine) && accessedBefore.map { entry.lastAccessedAt < $0 } ?? true
    }.map(\.key)
  }

  private mutating func touch(_ key: ClipKey, _ now: Instant) {
    // One read a minute is told apart: the set stays as it is for a clip that is read all the time.
    guard let last = entries[key]?.lastAccessedAt, now.microseconds - last.microseconds > 60_000_000 else { return }
    entries[key]?.lastAccessedAt = now
    read.insert(key)
  }

  private mutating func set(_ clip: Clip, _ lastAccessedAt: Instant, isStored: Bool) {
    let old = entries.updateValue(Entry(clip: clip, lastAccessedAt: lastAccessedAt, isStored: isStored), forKey: clip.key)
    bytes += clip.sizeBytes - (old?.clip.sizeBytes ?? 0)
  }

  private mutating func forgetIfLost(_ key: ClipKey) {
    guard let entry = entries[key], !entry.isStored, pending[key] == nil else { return }
    if !sounds.contains(key) { _ = remove(key) }
  }
}
