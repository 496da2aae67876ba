package import NIOCore

/// Looks at every call before and after its handler: identity, policy, audit, metrics. One form for unary calls and streams.
///
/// Both hooks run where the handler runs: for INLINE methods on the event loop, where they must not block.
package protocol Interceptor: Sendable {
  /// Whether it has anything to do with calls of this method; asked once, when the server is made. Calls of others pass it by.
  func concerns(_ method: MethodDescriptor) -> Bool

  /// Runs before the handler; throwing refuses the call.
  ///
  /// Of a TRY_INLINE call whose first form declines it runs again before the second.
  /// - Parameter request: The encoded request; nil where the client streams.
  func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError)

  /// Runs after the handler of a call that passed `before`, the last interceptor first; throwing changes how the call ends.
  ///
  /// - Parameter failure: How the handler ended; nil for success.
  func after(_ call: CallContext, failure: RPCError?) throws(RPCError)
}

extension Interceptor {
  /// Concerns every method.
  package func concerns(_ method: MethodDescriptor) -> Bool { true }
  /// Lets every call pass.
  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {}
  /// Leaves every outcome as it is.
  package func after(_ call: CallContext, failure: RPCError?) throws(RPCError) {}
}
