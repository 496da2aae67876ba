import NIOCore
import Synchronization
import TTRPCWire

/// Messages that a connection received for one stream, waiting for the one task that reads them.
///
/// The connection's limits bound how much gathers here: it refuses before it adds.
final class InboundQueue: Sendable {
  private struct State {
    /// Most calls never let anything wait: they share one empty buffer.
    var messages = InboundQueue.nothing
    /// Set once no message will follow: how the stream ended for its reader.
    var end: Result<Void, RPCError>?
    var reader: UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>?
  }

  private static let nothing = CircularBuffer<ByteBuffer>()

  private let state = Mutex(State())
  /// Told the length of each message that the reader took.
  private let taken: (@Sendable (Int) -> Void)?

  init(taken: (@Sendable (Int) -> Void)? = nil) {
    self.taken = taken
  }

  /// How the stream ended; nil while more may come.
  var ending: Result<Void, RPCError>? { state.withLock { $0.end } }
  /// True once nothing more can come.
  var hasEnded: Bool { ending != nil }

  /// Adds a message. After the end it is dropped.
  func append(_ message: ByteBuffer) {
    let reader = state.withLock { state -> UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>? in
      if state.end != nil { return nil }
      if let reader = state.reader {
        state.reader = nil
        return reader
      }
      state.messages.append(message.detached())
      return nil
    }
    guard let reader else { return }
    taken?(message.readableBytes)
    reader.resume(returning: .success(message))
  }

  /// No message follows. What waits is still read, then the end. Only the first end counts.
  func end(_ end: Result<Void, RPCError>) {
    let reader = state.withLock { state -> UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>? in
      if state.end != nil { return nil }
      state.end = end
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: end.map { nil })
  }

  /// One more message and the good end, at once.
  func finish(_ last: ByteBuffer) {
    let reader = state.withLock { state -> UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>? in
      if state.end != nil { return nil }
      state.end = .success(())
      if state.reader == nil { state.messages.append(last.detached()) }
      defer { state.reader = nil }
      return state.reader
    }
    guard let reader else { return }
    taken?(last.readableBytes)
    reader.resume(returning: .success(last))
  }

  /// The call was given up: its reader learns that before anything that waits, and even after a good end.
  func fail(_ error: RPCError) {
    let reader = state.withLock { state -> UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>? in
      state.end = .failure(error)
      state.messages = Self.nothing
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume(returning: .failure(error))
  }

  /// The next message; nil after a good end. One reader at a time: a second one at once is a mistake of the handler.
  func next() async throws(RPCError) -> ByteBuffer? {
    // Unchecked, for a check costs every call an allocation: a reader is resumed where it is taken out of the state.
    let result = await withUnsafeContinuation { (reader: UnsafeContinuation<Result<ByteBuffer?, RPCError>, Never>) in
      let ready = state.withLock { state -> Result<ByteBuffer?, RPCError>? in
        if let message = state.messages.popFirst() { return .success(message) }
        if let end = state.end { return end.map { nil } }
        if state.reader != nil {
          return .failure(RPCError(.internal, "A stream is read by one task at a time."))
        }
        state.reader = reader
        return nil
      }
      guard let ready else { return }
      if case .success(let message?) = ready { taken?(message.readableBytes) }
      reader.resume(returning: ready)
    }
    return try result.get()
  }
}
