/// What a handler knows of the call that it serves. One per call; usable from any thread.
package final class CallContext: Sendable {
  /// The method that was called.
  package let method: MethodDescriptor

  package init(method: MethodDescriptor) {
    self.method = method
  }
}
