import NIOCore
import Synchronization
import TTRPCWire

/// One call as its caller and its connection share it.
final class ClientCall: Sendable {
  let shape: CallShape
  /// When the caller gives up; nil: never.
  let deadline: NIODeadline?
  /// Where the answers go: the one of a call that gets one, the many of a stream.
  let inbound: InboundQueue
  /// Set when the connection has given the call its stream; read on the event loop only.
  private let stream = Mutex<UInt32?>(nil)

  init(_ shape: CallShape, deadline: NIODeadline?, taken: @escaping @Sendable (ClientCall, Int) -> Void) {
    self.shape = shape
    self.deadline = deadline
    let owner = Owner()
    inbound = InboundQueue { bytes in if let call = owner.call { taken(call, bytes) } }
    owner.call = self
  }

  var streamID: UInt32? {
    get { stream.withLock { $0 } }
    set { stream.withLock { $0 = newValue } }
  }

  /// The call ended well.
  func succeed(with last: ByteBuffer?) {
    if let last { inbound.append(last) }
    inbound.end(.success(()))
  }

  /// Lets the queue name its call without keeping it alive; set once, in `init`.
  private final class Owner: @unchecked Sendable {
    weak var call: ClientCall?
  }
}
