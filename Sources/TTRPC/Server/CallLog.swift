import Logging
import NIOCore
import Synchronization
import TTRPCWire

/// Writes one line per call, never with what it carried: at debug level, failures that are the server's own higher, and slow
/// unary calls as warnings. Usable from any thread.
final class CallLog: Sendable {
  /// How long a call took, and of that, where it ran elsewhere, in a queue and with its handler.
  struct Times {
    var total: TimeAmount
    var queue: TimeAmount?
    var run: TimeAmount?
  }

  private let logger: Logger
  private let slow: TimeAmount
  private let isVerbose: Bool
  private let prefix = String(UInt32.random(in: .min ... .max), radix: 16)
  private let lines = Atomic(0)

  /// - Parameter slow: A unary call that takes as long as this is slow.
  init(_ logger: Logger, slow: TimeAmount) {
    self.logger = logger
    self.slow = slow
    // Asked once: a call that leaves no line pays one comparison.
    isVerbose = logger.logLevel <= .debug
  }

  /// Whether a call that went well leaves no line.
  func passesOver(total: TimeAmount) -> Bool {
    !isVerbose && total < slow
  }

  /// Writes the line of a call that has ended, if its level is logged.
  func write(_ call: CallContext, _ failure: RPCError?, _ times: Times) {
    let isSlow = times.total >= slow && call.method.kind == .unary
    let level = max(Self.level(of: failure?.code), isSlow ? .warning : .trace)
    guard level >= logger.logLevel else { return }
    var metadata: Logger.Metadata = [
      "request_id": "\(requestID(of: call))", "method": "\(call.method.fullName)", "peer": "\(call.peer)",
      "code": "\(failure?.code.description ?? "OK")", "duration_ms": "\(times.total.milliseconds)",
    ]
    if let queue = times.queue { metadata["queue_ms"] = "\(queue.milliseconds)" }
    if let run = times.run { metadata["run_ms"] = "\(run.milliseconds)" }
    guard level == .error, let failure else {
      logger.log(level: level, isSlow ? "A call was slow." : "A call ended.", metadata: metadata)
      return
    }
    metadata["message"] = "\(failure.message)"
    metadata["cause"] = "\(failure.cause.map { String(describing: $0) } ?? "none")"
    logger.error("A call failed.", metadata: metadata)
  }

  /// Overload is not told call by call: the metrics count it.
  private static func level(of code: RPCError.Code?) -> Logger.Level {
    switch code {
    case .internal, .dataLoss, .unknown: .error
    case .unavailable: .info
    default: .debug
    }
  }

  /// The caller's name for the call when that is short and plain, else a name of our own, made only for the line.
  private func requestID(of call: CallContext) -> String {
    if let name = call.metadata.first("x-request-id"), Self.isSane(name) { return name }
    return "\(prefix)-\(lines.wrappingAdd(1, ordering: .relaxed).newValue)"
  }

  static func isSane(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_.:/+=".utf8.contains(byte)
        }
      }
  }
}

extension TimeAmount {
  /// In milliseconds with three decimals.
  fileprivate var milliseconds: String {
    let (whole, rest) = max(0, nanoseconds / 1_000).quotientAndRemainder(dividingBy: 1_000)
    return "\(whole).\(String(rest + 1_000).dropFirst())"
  }
}
