/// All that is known of one RPC method before it is called: the contract's method and its policy, as the generator wrote it.
///
/// Authorization, audit, traceability, dispatch and client retries read only this.
package final class MethodDescriptor: Sendable {
  /// Full service name, such as "fiszka.v1.ImportService".
  package let service: String
  /// Method name, such as "CommitImport".
  package let method: String
  /// Which sides stream.
  package let kind: MethodKind
  /// What a repeated call does; decides whether a client may retry.
  package let idempotency: Idempotency
  /// The contract's `fiszka.rpc.v1.policy`.
  package let policy: MethodPolicy

  package init(
    service: String, method: String, kind: MethodKind, idempotency: Idempotency = .unknown, policy: MethodPolicy
  ) {
    self.service = service
    self.method = method
    self.kind = kind
    self.idempotency = idempotency
    self.policy = policy
  }

  /// "fiszka.v1.ImportService/CommitImport".
  package var fullName: String { "\(service)/\(method)" }
}

/// Which sides of a method stream.
package enum MethodKind: Sendable, Hashable {
  case unary
  case clientStreaming
  case serverStreaming
  case bidirectional
}

/// What repeating a call does, from the standard `idempotency_level`.
package enum Idempotency: Sendable, Hashable {
  /// Not stated: never repeat a call that may have arrived.
  case unknown
  /// Changes nothing.
  case noSideEffects
  /// Repeating it changes nothing more.
  case idempotent
}
