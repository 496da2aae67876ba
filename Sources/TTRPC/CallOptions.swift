/// What a caller may say about one call beyond its request.
package struct CallOptions: Sendable, Hashable {
  /// Time until the caller gives up, counted from the call; nil: no limit of the caller's own.
  package var timeout: Duration?

  package init(timeout: Duration? = nil) {
    self.timeout = timeout
  }
}
