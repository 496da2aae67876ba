import NIOCore
import ProtobufCSupport
import TTRPC

/// How much load where.
struct LoadSettings: Sendable {
  let address: Address
  let connections: Int
  /// Open calls on each connection.
  let inFlight: Int
  let threads: Int
  let warmupSeconds: Double
  let seconds: Double

  /// The numbers of connections that each thread serves, none of them 0.
  var shares: [Int] {
    (0..<threads).map { (connections + $0) / threads }.filter { $0 > 0 }
  }
}

/// One method called with one request.
struct Load<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
  let method: MethodDescriptor
  let request: Request
  let settings: LoadSettings

  init(_ method: MethodDescriptor, _ request: Request, _ settings: LoadSettings) {
    self.method = method
    self.request = request
    self.settings = settings
  }
}

/// Which calls count: those that start and end within it.
struct Window: Sendable {
  let begin: NIODeadline
  let end: NIODeadline

  /// From the end of the warm-up, which begins now.
  init(_ settings: LoadSettings) {
    begin = .now() + .nanoseconds(Int64(settings.warmupSeconds * 1e9))
    end = begin + .nanoseconds(Int64(settings.seconds * 1e9))
  }
}
