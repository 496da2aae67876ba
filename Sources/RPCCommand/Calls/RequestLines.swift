import Dispatch
import Glibc
import Synchronization

/// The requests of a stream: a JSON text per line, blank lines count for nothing. Read by one task at a time.
package final class RequestLines: Sendable {
  /// Longest line in bytes: far more than any request that fits a frame.
  static let limitBytes = 64 << 20

  private struct State {
    var bytes: [UInt8]
    /// Where the next line starts.
    var start = 0
    var isAtEnd: Bool
  }

  private let state: Mutex<State>
  private let descriptor: Int32?
  /// Waiting for a terminal must not hold a thread that shows responses.
  private let queue = DispatchQueue(label: "rpc-cli.input")

  /// The lines of a text.
  package init(_ text: [UInt8]) {
    state = Mutex(State(bytes: text, isAtEnd: true))
    descriptor = nil
  }

  /// The lines of a file, each read when it is asked for. The descriptor stays the caller's.
  package init(descriptor: Int32) {
    state = Mutex(State(bytes: [], isAtEnd: false))
    self.descriptor = descriptor
  }

  /// The next request's text, nil after the last.
  package func next() async throws(CommandFailure) -> [UInt8]? {
    let line = await withCheckedContinuation { (waiter: CheckedContinuation<Result<[UInt8]?, CommandFailure>, Never>) in
      queue.async {
        waiter.resume(returning: Result { () throws(CommandFailure) in try self.nextRequest() })
      }
    }
    return try line.get()
  }

  /// Everything up to the end of a file.
  static func readAll(_ descriptor: Int32) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    while try append(to: &bytes, from: descriptor) {}
    return bytes
  }

  private func nextRequest() throws(CommandFailure) -> [UInt8]? {
    while let line = try nextLine() {
      if !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return line }
    }
    return nil
  }

  private func nextLine() throws(CommandFailure) -> [UInt8]? {
    try state.withLock { (state) throws(CommandFailure) -> [UInt8]? in
      var searched = state.start
      while true {
        if let end = state.bytes[searched...].firstIndex(of: 0x0A) {
          defer { state.start = end + 1 }
          return Array(state.bytes[state.start..<end])
        }
        if state.isAtEnd {
          defer { state.start = state.bytes.count }
          return state.start < state.bytes.count ? Array(state.bytes[state.start...]) : nil
        }
        state.bytes.removeFirst(state.start)
        state.start = 0
        searched = state.bytes.count
        if let descriptor { state.isAtEnd = try !Self.append(to: &state.bytes, from: descriptor) }
      }
    }
  }

  /// Reads what is there, up to 64 KiB; false at the end.
  private static func append(to bytes: inout [UInt8], from descriptor: Int32) throws(CommandFailure) -> Bool {
    if bytes.count > limitBytes { throw .usage("The input is longer than \(limitBytes >> 20) MiB: send less at once.") }
    var problem: Int32 = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 64 << 10) { memory, count in
      var length: Int
      repeat { length = read(descriptor, memory.baseAddress, memory.count) } while length < 0 && errno == EINTR
      if length < 0 { problem = errno }
      count = max(length, 0)
    }
    if problem != 0 { throw .usage("The input cannot be read: \(String(cString: strerror(problem))).") }
    bytes += chunk
    return !chunk.isEmpty
  }
}
