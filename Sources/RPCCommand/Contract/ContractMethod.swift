import ProtoDynamic
package import TTRPC

/// A method with the types of its messages.
package struct ContractMethod: Sendable {
  /// As a call takes it. Its policy is the server's business: descriptors do not carry it, and a client does not ask.
  package let descriptor: MethodDescriptor
  /// Full name of the request's message.
  package let input: String
  /// Full name of the response's message.
  package let output: String

  init(_ service: ServiceDescriptor, _ method: ServiceDescriptor.Method) {
    let kind: MethodKind =
      switch (method.clientStreaming, method.serverStreaming) {
      case (false, false): .unary
      case (true, false): .clientStreaming
      case (false, true): .serverStreaming
      case (true, true): .bidirectional
      }
    descriptor = MethodDescriptor(
      service: service.fullName, method: method.name, kind: kind,
      policy: MethodPolicy(access: .anyone, executionClass: nil, longestRun: nil))
    input = method.input
    output = method.output
  }

  var fullName: String { descriptor.fullName }

  /// Whether the client sends any number of messages.
  var takesStream: Bool { descriptor.kind == .clientStreaming || descriptor.kind == .bidirectional }

  /// Whether `name` names this method: with a service or with the end of its name, or without.
  func isCalled(_ name: String) -> Bool {
    guard let slash = name.lastIndex(of: "/") else { return name == descriptor.method }
    return name[name.index(after: slash)...] == descriptor.method
      && descriptor.service.isOrEnds(with: String(name[..<slash]))
  }
}
