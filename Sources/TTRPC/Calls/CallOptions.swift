package import TTRPCWire

/// What a caller may say about one call beyond its request.
package struct CallOptions: Sendable, Hashable {
  /// Time until the caller gives up, counted from the call and sent to the server; nil: no limit of the caller's own.
  package var timeout: Duration?
  /// Pairs that travel with the request.
  package var metadata: Metadata

  package init(timeout: Duration? = nil, metadata: Metadata = Metadata()) {
    self.timeout = timeout
    self.metadata = metadata
  }
}
