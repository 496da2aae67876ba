/// Remembers something of many keys in bounded memory: when it is full, what matters least is forgotten.
///
/// The hash of a key chooses one of many small sets. A new key takes the place of what is idle in its set, else of what weighs
/// least there, the oldest first; so a flood of light keys pushes out each other before a heavy one. Hashes are seeded per process:
/// nobody outside can aim at a set. Keys are not kept, only 64 bits of a second hash: two keys in one set that share those
/// are one, which happens once in 2⁶¹ pairs.
struct CrowdTable<Value: CrowdTableValue> {
  private struct Slot {
    let fingerprint: Int
    var value: Value
  }

  /// How many keys a set holds.
  static var setSize: Int { 8 }

  /// Made when they are first used.
  private var sets: [[Slot]]

  /// - Parameter capacity: most keys that are remembered, at least 8; rounded down to a multiple of 8.
  init(capacity: Int) {
    precondition(capacity >= Self.setSize)
    sets = Array(repeating: [], count: capacity / Self.setSize)
  }

  /// How many keys are remembered.
  var count: Int { sets.reduce(0) { $0 + $1.count } }

  /// What is remembered of `key`, unless it is idle.
  func value(of key: String, at now: Instant) -> Value? {
    let (set, fingerprint) = place(of: key)
    return sets[set].first { $0.fingerprint == fingerprint && !$0.value.isIdle(at: now) }?.value
  }

  /// Remembers `value` of `key`; nil forgets it.
  mutating func set(_ value: Value?, of key: String, at now: Instant) {
    let (set, fingerprint) = place(of: key)
    let known = sets[set].firstIndex { $0.fingerprint == fingerprint }
    guard let value else {
      if let known { sets[set].remove(at: known) }
      return
    }
    let slot = Slot(fingerprint: fingerprint, value: value)
    if let index = known ?? leastImportant(in: sets[set], at: now) {
      sets[set][index] = slot
    } else {
      sets[set].append(slot)
    }
  }

  /// The slot to give away; nil while there is room.
  private func leastImportant(in set: [Slot], at now: Instant) -> Int? {
    if let idle = set.firstIndex(where: { $0.value.isIdle(at: now) }) { return idle }
    if set.count < Self.setSize { return nil }
    return set.indices.min { (set[$0].value.weight, set[$0].value.latest) < (set[$1].value.weight, set[$1].value.latest) }
  }

  private func place(of key: String) -> (set: Int, fingerprint: Int) {
    var hasher = Hasher()
    hasher.combine(key)
    let fingerprint = hasher.finalize()
    hasher = Hasher()
    hasher.combine(fingerprint)
    return (Int(UInt(bitPattern: hasher.finalize()) % UInt(sets.count)), fingerprint)
  }
}

/// What a `CrowdTable` remembers of a key.
protocol CrowdTableValue {
  /// Whether it says no more than a key that was never seen.
  func isIdle(at now: Instant) -> Bool
  /// The more, the later it is forgotten.
  var weight: Int { get }
  /// When it last changed.
  var latest: Instant { get }
}
