import NIOCore
import Synchronization

/// Admits the messages of a connection's streams to its mailbox, so that what waits there stays bounded.
///
/// Senders wait in turn while the peer does not read, and while a mebibyte is on its way to the event loop. They also wait after
/// so many messages until the event loop has looked at its sockets: NIO runs tasks as long as there are any, and a sender
/// without a pause would keep every connection of the loop from reading, its own failure included. A closed gate lets everybody
/// through, to fail.
final class WriteGate: Sendable {
  private struct Sender {
    let call: ObjectIdentifier
    let bytes: Int
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var isBlocked = false
    var isClosed = false
    /// Admitted and not yet carried out.
    var bytes = 0
    /// Admitted since the event loop last had time for its sockets.
    var messagesOfTurn = 0
    var turnIsEnding = false
    var waiting = CircularBuffer<Sender>()

    /// A message longer than the limit passes alone.
    mutating func admit(_ count: Int) -> Bool {
      if isClosed { return true }
      if isBlocked || bytes > 0 && bytes + count > WriteGate.limitBytes { return false }
      if messagesOfTurn >= WriteGate.messagesPerTurn { return false }
      bytes += count
      messagesOfTurn += 1
      return true
    }

    /// Those of the oldest senders that fit now.
    mutating func admitWaiting() -> [Sender] {
      var admitted: [Sender] = []
      while let sender = waiting.first, admit(sender.bytes) { admitted.append(waiting.removeFirst()) }
      return admitted
    }
  }

  private static let limitBytes = 1 << 20
  static let messagesPerTurn = 4_096
  /// Long enough for a loop without tasks to ask for events, and short beside what a turn's messages take.
  private static let pause = TimeAmount.microseconds(100)

  private let state = Mutex(State())

  /// From now on nothing is admitted.
  func block() {
    state.withLock { $0.isBlocked = true }
  }

  /// The peer reads again.
  func open() {
    admit { $0.isBlocked = false }
  }

  /// The event loop has carried out messages of this many bytes. Called on it.
  func carriedOut(_ bytes: Int, on eventLoop: any EventLoop) {
    var turnEnds = false
    admit { state in
      state.bytes -= bytes
      turnEnds = state.messagesOfTurn >= Self.messagesPerTurn && !state.turnIsEnding
      if turnEnds { state.turnIsEnding = true }
    }
    if turnEnds { eventLoop.scheduleTask(in: Self.pause) { self.beginTurn() } }
  }

  private func beginTurn() {
    admit { state in
      state.turnIsEnding = false
      state.messagesOfTurn = 0
    }
  }

  /// The connection is closed.
  func close() {
    admit { $0.isClosed = true }
  }

  /// Lets the senders of a call go that has ended.
  func release(_ call: AnyObject) {
    let call = ObjectIdentifier(call)
    let (released, admitted) = state.withLock { state -> ([Sender], [Sender]) in
      let released = Array(state.waiting.filter { $0.call == call })
      if released.isEmpty { return ([], []) }
      state.waiting.removeAll { $0.call == call }
      // What stood behind them may fit.
      return (released, state.admitWaiting())
    }
    for sender in released { sender.continuation.resume(returning: false) }
    for sender in admitted { sender.continuation.resume(returning: true) }
  }

  /// Returns true when a message of this many bytes is to be posted, false when its call has ended.
  ///
  /// - Parameter hasEnded: Whether the call has ended. When that changes, `release` is called afterwards.
  func pass(_ bytes: Int, of call: AnyObject, hasEnded: @Sendable () -> Bool) async -> Bool {
    await withCheckedContinuation { continuation in
      let passes = state.withLock { state -> Bool? in
        // Asked under the lock, so that a release cannot slip in between.
        if hasEnded() { return false }
        if state.waiting.isEmpty, state.admit(bytes) { return true }
        state.waiting.append(Sender(call: ObjectIdentifier(call), bytes: bytes, continuation: continuation))
        return nil
      }
      if let passes { continuation.resume(returning: passes) }
    }
  }

  private func admit(after change: (inout State) -> Void) {
    let admitted = state.withLock { state in
      change(&state)
      return state.admitWaiting()
    }
    for sender in admitted { sender.continuation.resume(returning: true) }
  }
}
