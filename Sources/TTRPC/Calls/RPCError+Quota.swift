import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPCWire

extension RPCError {
  /// The cause of a refusal that another attempt in a moment may not meet.
  enum Crowded: String, Error {
    /// A lane's queue is full.
    case lane
    /// Answers wait for the peer to read.
    case unread = "connection"
  }

  static let tooMuchUnread = RPCError(
    .resourceExhausted, "Too many answers wait on this connection to be read: read them, or ask for less at once.",
    cause: Crowded.unread)
  static let laneIsFull = RPCError(
    .resourceExhausted, "As many calls wait for their turn as the server allows: call again in a moment.", cause: Crowded.lane)

  /// RESOURCE_EXHAUSTED without details gets a `QuotaFailure`, and a `RetryInfo` where waiting helps; others stay as they are.
  func explainingQuota() -> RPCError {
    guard code == .resourceExhausted, details.isEmpty else { return self }
    var explained = self
    let violation = QuotaFailure.Violation(subject: quotaSubject, description: message)
    explained.details = [ProtobufAny(quota: QuotaFailure(violations: [violation]))].compactMap { $0 }
    if waitingHelps {
      let pause = RetryInfo(retryDelay: ProtobufDuration(seconds: 0, nanos: 100_000_000))
      explained.details += [ProtobufAny(quota: pause)].compactMap { $0 }
    }
    return explained
  }

  private var quotaSubject: String {
    switch cause {
    case let crowded as Crowded: crowded.rawValue
    case let refusal as Refusal: refusal.isOfConnection ? "connection" : "call"
    default: "call"
    }
  }

  private var waitingHelps: Bool {
    cause is Crowded || (cause as? Refusal)?.isOfConnection == true
  }
}

extension Refusal {
  /// Whether the bound belongs to all calls of the connection together.
  fileprivate var isOfConnection: Bool {
    switch self {
    case .tooManyStreams, .connectionWaitingBytes: true
    default: false
    }
  }
}

extension ProtobufAny {
  /// Nil when it is too large to be encoded, which details never are.
  fileprivate init?(quota message: some ProtobufMessage) {
    var buffer = ByteBuffer()
    do throws(ProtobufError) {
      try message.encode(into: &buffer)
    } catch {
      return nil
    }
    self.init(typeUrl: "type.googleapis.com/\(type(of: message).protobufName)", value: Array(buffer.readableBytesView))
  }
}
