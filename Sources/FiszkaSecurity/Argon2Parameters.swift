/// What a hash of Argon2id costs. The defaults take about 70 ms on one core.
package struct Argon2Parameters: Hashable, Sendable {
  /// Passes over the memory, from 1.
  package let time: UInt32
  /// Memory in KiB, at least 8 per lane.
  package let memoryKiB: UInt32
  /// Lanes, each with a thread of its own while a hash is made, from 1.
  package let parallelism: UInt32

  /// - Parameters are within the ranges above; the library refuses others.
  package init(time: UInt32 = 2, memoryKiB: UInt32 = 65_536, parallelism: UInt32 = 1) {
    self.time = time
    self.memoryKiB = memoryKiB
    self.parallelism = parallelism
  }
}
