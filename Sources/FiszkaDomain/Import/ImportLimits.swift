/// The bounds of uploads that an operator may set.
package struct ImportLimits: Hashable, Sendable {
  /// Most bytes of one file; 128 MiB by default.
  package var maximumFileBytes: Int64
  /// Most bytes of one chunk, and of a file that comes with its creation; 1 MiB by default.
  package var maximumChunkBytes: Int64

  package init(maximumFileBytes: Int64 = 128 << 20, maximumChunkBytes: Int64 = 1 << 20) {
    self.maximumFileBytes = maximumFileBytes
    self.maximumChunkBytes = maximumChunkBytes
  }
}
