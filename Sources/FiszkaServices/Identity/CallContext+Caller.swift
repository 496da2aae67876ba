import FiszkaAPI
package import FiszkaDomain
package import TTRPC

/// Who a call acts for; left by `CallerInterceptor`.
package enum CallerKey: CallContextKey {
  package typealias Value = Caller
}

extension CallContext {
  /// The account that the call acts for; nil: nobody is known.
  package var caller: Caller? {
    get { self[CallerKey.self] }
    set { self[CallerKey.self] = newValue }
  }

  /// - Throws: UNAUTHENTICATED when nobody is known.
  package func requireCaller() throws(RPCError) -> Caller {
    if let caller { return caller }
    throw RPCError(
      .unauthenticated, .credentialsMissing,
      "The method needs an account: sign in, or call over the Unix socket as a user whom the server trusts.")
  }
}

/// The session whose token a call has; left by `CallerInterceptor`.
enum SessionIDKey: CallContextKey {
  typealias Value = Int64
}

extension CallContext {
  /// Id of the session whose token the call has; nil: it has none.
  var sessionID: Int64? {
    get { self[SessionIDKey.self] }
    set { self[SessionIDKey.self] = newValue }
  }
}

/// Where a call comes from; left by `OriginInterceptor`, before everything else.
package enum ClientOriginKey: CallContextKey {
  package typealias Value = ClientOrigin
}

extension CallContext {
  /// Where the call comes from; nil in what anyone may call on the event loop or as a stream, see `OriginInterceptor`.
  package var origin: ClientOrigin? {
    get { self[ClientOriginKey.self] }
    set { self[ClientOriginKey.self] = newValue }
  }
}
