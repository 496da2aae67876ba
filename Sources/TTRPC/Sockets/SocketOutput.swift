import Glibc
import NIOCore

/// Writes the frames of a connection. Used on its channel's event loop only.
///
/// While nothing waits before them they go to the socket at once, past the channel's queue of writes, which costs more than all else
/// that is done for a short answer. What the socket does not take goes to the channel: it waits there, and meets the errors.
struct SocketOutput {
  private let channel: any Channel
  /// Of the channel, and open while that is active; nil where it has none.
  private let descriptor: CInt?
  /// Whether the channel may hold bytes that the socket has not taken.
  private var channelHoldsBytes = false

  private static let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)

  init(_ channel: any Channel) {
    self.channel = channel
    descriptor = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable { (descriptor: CInt) in descriptor }
  }

  /// Sends what the socket takes of `frames`, after all that was written before.
  ///
  /// - Returns: The rest, which the caller writes to the channel and flushes, from its own handler's context; nil when nothing is left. Not
  ///   done here: a write that fails makes the channel read first, and the handler may come back to this before it returns.
  mutating func send(_ frames: ByteBuffer) -> ByteBuffer? {
    let sentBytes = writeNow(frames)
    if sentBytes == frames.readableBytes { return nil }
    channelHoldsBytes = true
    return sentBytes == 0 ? frames : frames.dropping(sentBytes)
  }

  /// - Returns: How many bytes the socket took.
  private mutating func writeNow(_ frames: ByteBuffer) -> Int {
    // An inactive channel has closed its descriptor, which may be another connection's by now.
    guard let descriptor, channel.isActive else { return 0 }
    if channelHoldsBytes {
      channelHoldsBytes = waitingBytes > 0
      if channelHoldsBytes { return 0 }
    }
    let sent = frames.withUnsafeReadableBytes {
      Glibc.send(descriptor, $0.baseAddress, $0.count, Self.flags)
    }
    return max(sent, 0)
  }

  /// Bytes that wait in the channel because the socket has not taken them.
  var waitingBytes: Int { Int((try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0) }
}

extension ByteBuffer {
  fileprivate func dropping(_ bytes: Int) -> ByteBuffer {
    var rest = self
    rest.moveReaderIndex(forwardBy: bytes)
    return rest
  }
}
