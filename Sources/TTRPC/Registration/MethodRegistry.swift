import NIOCore
import TTRPCWire

/// All methods that a server serves, found by the bytes of their names.
struct MethodRegistry: Sendable {
  /// One method as the connection needs it; a class because every call takes hold of it.
  final class Entry: Sendable {
    let method: MethodDescriptor
    let handler: MethodHandler
    let shape: CallShape
    /// Nil for watches.
    let longestRun: TimeAmount?
    let metrics: MethodMetrics

    init(_ registration: MethodRegistration, interceptors: [any Interceptor], metrics: MethodMetrics) {
      method = registration.method
      handler = registration.handler.inside(interceptors.filter { $0.concerns(registration.method) })
      shape = registration.method.kind.shape
      longestRun = registration.method.policy.longestRun.map { .nanoseconds($0.nanoseconds) }
      self.metrics = metrics
    }
  }

  private let entries: [Entry]
  private let routes: RouteTable

  /// - Throws: INTERNAL when two registrations serve one method, or a method's handler does not fit its kind or policy.
  init(_ services: [ServiceRegistration], interceptors: [any Interceptor], metrics: ServerMetrics) throws(RPCError) {
    let methods = services.flatMap(\.methods)
    var seen: Set<String> = []
    for registration in methods {
      let name = registration.method.fullName
      guard seen.insert(name).inserted else {
        throw RPCError(.internal, "\(name) is registered twice: register each service once.")
      }
      guard registration.fits else {
        throw RPCError(.internal, "\(name) has no policy that fits its handler: generate the contract again.")
      }
    }
    entries = methods.map { registration in
      Entry(registration, interceptors: interceptors, metrics: metrics.add(registration.method))
    }
    routes = RouteTable(methods.map { ($0.method.service, $0.method.method) })
  }

  func find(_ request: borrowing RequestEnvelope) throws(Refusal) -> Entry {
    entries[try routes.find(request)]
  }
}

extension MethodRegistration {
  /// Whether handler, kind and execution class go together.
  fileprivate var fits: Bool {
    switch handler {
    case .unary: method.kind == .unary && method.policy.executionClass != nil && !method.policy.triesInline
    case .tryInline: method.kind == .unary && method.policy.triesInline
    case .stream: method.kind != .unary && method.policy.executionClass == nil
    }
  }
}

extension MethodKind {
  /// The kind in the terms of the wire.
  var shape: CallShape {
    switch self {
    case .unary: .unary
    case .clientStreaming: .clientStreaming
    case .serverStreaming: .serverStreaming
    case .bidirectional: .bidirectional
    }
  }
}

extension Duration {
  /// Whole nanoseconds, within 292 years.
  package var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isTooLongAfterAll) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return isTooLong || isTooLongAfterAll ? (seconds < 0 ? .min : .max) : sum
  }
}
