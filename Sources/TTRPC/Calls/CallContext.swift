package import NIOCore
import Synchronization
package import TTRPCWire

/// What a handler knows of the call that it serves. One per call; usable from any thread.
@usableFromInline
package final class CallContext: Sendable {
  /// The method that was called.
  package let method: MethodDescriptor
  /// Who calls, as the kernel says.
  package let peer: Peer
  /// The caller's metadata.
  package let metadata: RequestMetadata
  /// When the call must have ended, from its arrival: the earlier of the caller's timeout and the method's longest run; nil
  /// where neither limits it.
  package let deadline: NIODeadline?
  /// The stream of the call, unique on its connection.
  package let streamID: UInt32

  private let connection: any CallConnection
  private let state = Mutex(State())

  private struct State {
    var failure: RPCError?
    // Most calls have one value, the caller, which needs no array.
    var firstKey: ObjectIdentifier?
    var firstValue: (any Sendable)?
    /// Few: looking through them is quicker than hashing.
    var others: [(key: ObjectIdentifier, value: any Sendable)] = []
  }

  init(
    method: MethodDescriptor, peer: Peer, metadata: RequestMetadata, deadline: NIODeadline?, streamID: UInt32,
    connection: any CallConnection
  ) {
    self.method = method
    self.peer = peer
    self.metadata = metadata
    self.deadline = deadline
    self.streamID = streamID
    self.connection = connection
  }

  /// Every value of `key` in the metadata, compared without ASCII case. Asking here copies nothing.
  package func metadataValues(of key: String) -> [String] { metadata.all(key) }

  /// Time until the deadline, not below zero; nil where there is none.
  package var remaining: Duration? {
    deadline.map { .nanoseconds(max(0, ($0 - .now()).nanoseconds)) }
  }

  /// Throws CANCELLED or DEADLINE_EXCEEDED once nobody waits for the answer any more. Handlers of long work ask now and then.
  package func checkCancellation() throws(RPCError) {
    if let reasonGivenUp { throw reasonGivenUp }
    if let deadline, deadline <= .now() { throw .deadlineExceeded }
  }

  /// A value that an interceptor left for later ones and for the handler.
  @inlinable
  package subscript<Key: CallContextKey>(_ key: Key.Type) -> Key.Value? {
    get { value(of: ObjectIdentifier(key)) as? Key.Value }
    set { setValue(newValue, of: ObjectIdentifier(key)) }
  }

  // Not generic, because generic code looks up types at run time.

  @usableFromInline
  func value(of key: ObjectIdentifier) -> (any Sendable)? {
    state.withLock { state in
      state.firstKey == key ? state.firstValue : state.others.first { $0.key == key }?.value
    }
  }

  @usableFromInline
  func setValue(_ value: (any Sendable)?, of key: ObjectIdentifier) {
    state.withLock { state in
      // The first key stays, also without a value.
      if state.firstKey == nil { state.firstKey = key }
      if state.firstKey == key {
        state.firstValue = value
      } else {
        state.others.removeAll { $0.key == key }
        if let value { state.others.append((key, value)) }
      }
    }
  }

  /// Memory that a message of the call may need while it is decoded, in bytes.
  var decodedBytes: Int { connection.decodedBytes }

  /// Why nobody waits for the answer any more; nil while somebody does.
  var reasonGivenUp: RPCError? { state.withLock { $0.failure } }

  /// Marks the call as given up; the first reason counts.
  func giveUp(_ reason: RPCError) {
    state.withLock { $0.failure = $0.failure ?? reason }
  }

  /// Cancels another call of the same connection; false when it is over or unknown, nil when this is not the event loop.
  func cancelCall(streamID: UInt32) -> Bool? {
    connection.cancelCall(streamID: streamID)
  }
}

/// Names a value in a `CallContext`.
@usableFromInline
package protocol CallContextKey {
  associatedtype Value: Sendable
}

/// The part of a connection that its calls may reach.
protocol CallConnection: Sendable {
  /// Memory that a message may need while it is decoded, in bytes. From any thread.
  var decodedBytes: Int { get }
  /// Cancels a call of this connection; whether it was running. On the connection's event loop, where INLINE handlers run unless
  /// their request is long; elsewhere nil, and nothing is done.
  func cancelCall(streamID: UInt32) -> Bool?
}

extension RPCError {
  static let deadlineExceeded = RPCError(
    .deadlineExceeded, "The time for the call ran out: allow more time, or ask for less at once.")
  static let cancelledByCaller = RPCError(.cancelled, "The caller gave the call up.")
  /// What handlers see; nobody is there to be told.
  static let callerLeft = RPCError(.cancelled, "The caller closed its connection, or lost it.")
  static let drainTimeIsOver = RPCError(.unavailable, "The server ends before the call does.")
  static let connectionClosed = RPCError(
    .unavailable, "The connection was closed before the call ended: connect again; repeat the call only if it is idempotent.")
}
