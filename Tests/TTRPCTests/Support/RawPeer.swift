import Dispatch
import Glibc
import NIOCore

/// One end of a connection, in bytes. Waits on threads of its own, for at most 20 seconds.
final class RawPeer: Sendable {
  private let descriptor: CInt

  /// Owns `descriptor` from now on.
  init(_ descriptor: CInt) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// Returns when the system has taken all of `buffer`.
  func send(_ buffer: ByteBuffer) async throws {
    let bytes = Array(buffer.readableBytesView)
    try await onItsOwnThread {
      var sent = 0
      while sent < bytes.count {
        let count = bytes.withUnsafeBytes {
          Glibc.send(self.descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
        }
        if count < 0 { throw SystemCallFailed(call: "send", code: errno) }
        sent += count
      }
    }
  }

  /// The next frame; nil when the other side has closed.
  func receive() async throws -> RawFrame? {
    try await onItsOwnThread { try self.readFrame() }
  }

  /// The next `count` frames, or fewer when the other side closes before.
  func receive(_ count: Int) async throws -> [RawFrame] {
    var frames: [RawFrame] = []
    while frames.count < count, let frame = try await receive() { frames.append(frame) }
    return frames
  }

  /// Whatever comes until the other side closes.
  func receiveAll() async throws -> [RawFrame] {
    try await receive(.max)
  }

  /// Ends both directions, as closing does.
  func close() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Ends this side's direction only.
  func closeSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  private func readFrame() throws -> RawFrame? {
    guard let header = try read(10) else { return nil }
    var buffer = ByteBuffer(bytes: header)
    guard let (length, stream, type, flags) = buffer.readMultipleIntegers(as: (UInt32, UInt32, UInt8, UInt8).self),
      let data = try read(Int(length))
    else { return nil }
    return RawFrame(stream: stream, type: type, flags: flags, data: data)
  }

  /// Exactly `count` bytes; nil when the connection ends before.
  private func read(_ count: Int) throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      let step = bytes.withUnsafeMutableBytes {
        recv(descriptor, $0.baseAddress?.advanced(by: received), count - received, 0)
      }
      if step == 0 || step < 0 && errno == ECONNRESET { return nil }
      if step < 0 { throw SystemCallFailed(call: "recv", code: errno) }
      received += step
    }
    return bytes
  }
}

/// Runs what blocks where it holds no thread that tasks need.
func onItsOwnThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    // A queue of its own gets a thread of its own; the global ones share theirs with Swift tasks.
    DispatchQueue(label: "raw peer").async { continuation.resume(with: Result { try work() }) }
  }
}
