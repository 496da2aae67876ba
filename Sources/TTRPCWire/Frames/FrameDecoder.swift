package import NIOCore

/// Cuts a connection's bytes into frames.
///
/// Give it every chunk with `append` and call `next` until it returns nil. A frame that lies in one chunk is not copied; of one
/// that does not, only the bytes received are kept, whatever length its header claims. Not to be used after the peer's end
/// of stream; `isAtFrameBoundary` tells then whether the peer stopped in the middle.
package struct FrameDecoder: Sendable {
  /// What the next bytes of a connection are.
  package enum Event: Hashable, Sendable {
    /// A whole frame.
    case frame(Frame)
    /// The header of a frame longer than allowed. Its data are passed over as they come, never kept.
    case oversize(FrameHeader)
  }

  private enum Position: Sendable {
    case boundary
    case header
    case data(FrameHeader)
    case skipping(bytes: Int)
  }

  private let limitBytes: Int
  private var position = Position.boundary
  /// What of the newest chunks was not yet looked at; nil when that is nothing, so that an idle connection keeps no chunk.
  private var chunk: ByteBuffer?
  /// The beginning of a header or of its data, from earlier chunks.
  private var partial = ByteBuffer()

  /// - Parameter limitBytes: Longest data part, in bytes.
  package init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  /// True between frames: an end of the connection here loses nothing. Stored, because asking a computed property of another
  /// module copies the whole decoder first.
  package private(set) var isAtFrameBoundary = true

  /// Bytes kept of frames not yet complete or not yet asked for.
  package var keptBytes: Int { chunkBytes + partial.readableBytes }

  private var chunkBytes: Int { chunk?.readableBytes ?? 0 }

  /// Takes the next bytes of the connection.
  package mutating func append(_ bytes: consuming ByteBuffer) {
    if bytes.readableBytes == 0 { return }
    isAtFrameBoundary = false
    if chunk == nil {
      chunk = bytes
    } else {
      chunk?.writeBuffer(&bytes)
    }
  }

  /// The next frame, or nil when more bytes are needed.
  package mutating func next() -> Event? {
    switch position {
    case .boundary:
      break
    case .skipping(let bytes):
      guard skip(bytes) else { return nil }
    case .header:
      guard collect(upTo: FrameHeader.byteCount), let header = FrameHeader(peeking: partial) else { return nil }
      partial = ByteBuffer()
      return begin(header)
    case .data(let header):
      guard collect(upTo: Int(header.dataLength)) else { return nil }
      return finish(header)
    }
    guard let header = chunk.flatMap({ FrameHeader(peeking: $0) }) else {
      if chunk != nil {
        position = .header
        _ = collect(upTo: FrameHeader.byteCount)
      }
      return nil
    }
    chunk?.moveReaderIndex(forwardBy: FrameHeader.byteCount)
    return begin(header)
  }

  /// Goes on behind `header`, which was consumed.
  private mutating func begin(_ header: FrameHeader) -> Event? {
    let length = Int(header.dataLength)
    guard length <= limitBytes else {
      _ = skip(length)
      return .oversize(header)
    }
    guard chunkBytes >= length else {
      position = .data(header)
      _ = collect(upTo: length)
      return nil
    }
    let data = take(upTo: length) ?? ByteBuffer()
    endFrame()
    return .frame(Frame(header: header, data: data))
  }

  private mutating func finish(_ header: FrameHeader) -> Event {
    defer { partial = ByteBuffer() }
    endFrame()
    return .frame(Frame(header: header, data: partial))
  }

  /// Moves bytes from the chunk to `partial` until that holds `count`; false when the chunk ended first.
  private mutating func collect(upTo count: Int) -> Bool {
    if var bytes = take(upTo: count - partial.readableBytes) { partial.writeBuffer(&bytes) }
    return partial.readableBytes == count
  }

  /// Passes over up to `count` bytes; false when the chunk ended first.
  private mutating func skip(_ count: Int) -> Bool {
    let step = take(upTo: count)?.readableBytes ?? 0
    if step == count {
      endFrame()
    } else {
      position = .skipping(bytes: count - step)
    }
    return step == count
  }

  private mutating func endFrame() {
    position = .boundary
    isAtFrameBoundary = chunk == nil
  }

  /// Up to `count` bytes from the chunk, which is let go with its last.
  private mutating func take(upTo count: Int) -> ByteBuffer? {
    if chunkBytes <= count { return chunk.take() }
    return chunk?.readSlice(length: count)
  }
}
