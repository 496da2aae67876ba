import FiszkaAPI
package import FiszkaDomain
package import NIOCore
package import TTRPC
import TTRPCWire

/// Finds out who calls and leaves a `Caller` in the call's context, before everything else.
///
/// In this order: `authorization` metadata names an account or the call is refused, never anything else; a Unix peer of the
/// server's own user or root is `Caller.system`; a listed user acts for the same account with its listed role; everybody else
/// stays unknown. Looks into memory only.
package struct CallerInterceptor: Interceptor {
  /// Of the metadata that holds "Bearer " and a token.
  private static let tokenKey = "authorization"

  private let callers: [UInt32: Caller]

  /// - Parameters:
  ///   - ownUserID: of this process.
  ///   - listed: roles of other users of this machine, by their ids.
  package init(ownUserID: UInt32, listed: [UInt32: AccountRole] = [:]) {
    var callers = listed.mapValues { Caller(accountID: Caller.system.accountID, role: $0) }
    callers[ownUserID] = .system
    callers[0] = .system
    self.callers = callers
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    if call.metadata.first(Self.tokenKey) != nil {
      // No account can sign in yet, so there is no token that could be right.
      throw RPCError(
        .unauthenticated, .credentialsInvalid, "The token is not valid: sign in again, or call without authorization.")
    }
    if case .unix(let userID, _, _) = call.peer, let caller = callers[userID] { call.caller = caller }
  }
}
