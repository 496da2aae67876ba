import Glibc
import NIOCore
import NIOPosix

extension SocketError {
  /// What SwiftNIO ran into, in the words of the system.
  init(_ address: Address, cannot action: String, _ cause: any Error) {
    let (reason, errno) = Self.reason(cause)
    self.init(address: address, problem: "cannot \(action) it: \(reason)", errno: errno)
  }

  private static func reason(_ cause: any Error) -> (String, Int32?) {
    switch cause {
    case let error as IOError:
      return (String(cString: strerror(error.errnoCode)), error.errnoCode)
    case let error as NIOConnectionError:
      // Of several addresses of a host the first one tells most.
      if let first = error.connectionErrors.first { return reason(first.error) }
      return ("the host \(error.host) is not known", nil)
    case ChannelError.connectTimeout(let limit):
      return ("no answer within \(limit.nanoseconds / 1_000_000) ms", ETIMEDOUT)
    default:
      return ("\(cause)", nil)
    }
  }
}
