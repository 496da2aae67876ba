package import NIOCore

/// One received frame.
package struct Frame: Hashable, Sendable {
  package let header: FrameHeader
  /// Exactly `header.dataLength` bytes: a slice of the chunk that they came in, or a copy when they came in several.
  package let data: ByteBuffer

  package init(header: FrameHeader, data: ByteBuffer) {
    self.header = header
    self.data = data
  }
}

extension ByteBuffer {
  /// The same readable bytes for keeping: a copy when they are less than half of the memory that they hold on to.
  ///
  /// A slice keeps its whole chunk alive. Whoever queues a message queues this, so that what waits costs what it counts.
  package func detached() -> ByteBuffer {
    if readableBytes * 2 >= storageCapacity { return self }
    var copy = ByteBufferAllocator().buffer(capacity: readableBytes)
    copy.writeImmutableBuffer(self)
    return copy
  }
}
