/// What a caller gets who wants to hear something.
package struct SpokenClip: Hashable, Sendable {
  package let clip: Clip
  /// Whether it was in the cache.
  package let isCached: Bool
  /// Engines that were asked before, and why each did not speak.
  package let passedOver: [PassedOver]
  /// The file, if it was asked for and is at hand.
  package let sound: [UInt8]?

  package init(clip: Clip, isCached: Bool, passedOver: [PassedOver] = [], sound: [UInt8]? = nil) {
    self.clip = clip
    self.isCached = isCached
    self.passedOver = passedOver
    self.sound = sound
  }
}
