import FiszkaDomain

/// Sounds of clips in memory, at most so many bytes: those read longest ago make room. Every operation takes the same short time.
struct RecentSounds {
  private struct Slot {
    var key: ClipKey
    var sound: [UInt8]
    var newer: Int?
    var older: Int?
  }

  private let limitBytes: Int64
  private var slots: [Slot] = []
  private var free: [Int] = []
  private var places: [ClipKey: Int] = [:]
  private var newest: Int?
  private var oldest: Int?
  private(set) var bytes: Int64 = 0

  init(limitBytes: Int64) {
    self.limitBytes = limitBytes
  }

  func contains(_ key: ClipKey) -> Bool { places[key] != nil }

  /// The sound, which is the newest now.
  mutating func take(_ key: ClipKey) -> [UInt8]? {
    guard let place = places[key] else { return nil }
    if place != newest {
      unlink(place)
      link(place)
    }
    return slots[place].sound
  }

  /// Keeps a sound, unless it would take more than an eighth of the room.
  ///
  /// - Returns: the keys of those that had to go.
  mutating func put(_ key: ClipKey, _ sound: [UInt8]) -> [ClipKey] {
    remove(key)
    if Int64(sound.count) > limitBytes / 8 { return [] }
    let slot = Slot(key: key, sound: sound)
    let place: Int
    if let last = free.popLast() {
      place = last
      slots[place] = slot
    } else {
      place = slots.count
      slots.append(slot)
    }
    places[key] = place
    bytes += Int64(sound.count)
    link(place)
    var gone: [ClipKey] = []
    while bytes > limitBytes, let oldest {
      gone.append(slots[oldest].key)
      remove(slots[oldest].key)
    }
    return gone
  }

  mutating func remove(_ key: ClipKey) {
    guard let place = places.removeValue(forKey: key) else { return }
    unlink(place)
    bytes -= Int64(slots[place].sound.count)
    slots[place].sound = []
    free.append(place)
  }

  private mutating func link(_ place: Int) {
    slots[place].older = newest
    slots[place].newer = nil
    if let newest { slots[newest].newer = place }
    newest = place
    if oldest == nil { oldest = place }
  }

  private mutating func unlink(_ place: Int) {
    let (newer, older) = (slots[place].newer, slots[place].older)
    if let newer { slots[newer].older = older } else { newest = older }
    if let older { slots[older].newer = newer } else { oldest = newer }
    slots[place].newer = nil
    slots[place].older = nil
  }
}
