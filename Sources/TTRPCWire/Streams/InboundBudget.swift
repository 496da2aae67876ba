/// Counts the received messages of one stream that its reader has not taken.
///
/// A message counts its bytes, but at least 64, because an empty one costs memory too. The message that finds nothing waiting
/// is always accepted and not held against the limit: it is the reader's next.
struct InboundBudget: Hashable, Sendable {
  /// Cost of all that waits.
  private(set) var held = 0
  /// The part of `held` that is not held against the limit.
  private var free = 0

  /// What a message of this many bytes counts.
  static func cost(ofBytes bytes: Int) -> Int { max(bytes, 64) }

  /// Counts a received message; false, and nothing counted, when it exceeds the limit.
  mutating func add(bytes: Int, limit: Int) -> Bool {
    let cost = Self.cost(ofBytes: bytes)
    if held == 0 {
      free = cost
    } else if held - free + cost > limit {
      return false
    }
    held += cost
    return true
  }

  /// Counts the oldest message as taken; returns what it cost.
  mutating func take(bytes: Int) -> Int {
    let cost = min(Self.cost(ofBytes: bytes), held)
    held -= cost
    free = 0
    return cost
  }
}
