import FiszkaAPI
package import FiszkaDomain
package import NIOCore
package import TTRPC
import TTRPCWire

/// Finds out who calls and leaves a `Caller` in the call's context, before anybody asks for it.
///
/// In this order: `authorization` metadata names an open session or the call is refused, never anything else; a Unix peer of the
/// server's own user or root is `Caller.system`, unless that is switched off; a listed user acts for the same account with its
/// listed role; everybody else stays unknown. Looks into memory only.
package struct CallerInterceptor: Interceptor {
  /// Of the metadata that holds "Bearer " and a token.
  private static let tokenKey = "authorization"
  private static let scheme = "bearer "

  private let ownUserID: UInt32?
  private let listed: [UInt32: Caller]
  private let sessions: SessionTable
  private let tokens: any TokenSource
  private let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - ownUserID: of this process; nil: neither its user nor root is known by the socket alone.
  ///   - listed: roles of other users of this machine, by their ids.
  ///   - now: the time, asked only for a token.
  package init(
    ownUserID: UInt32?, listed: [UInt32: AccountRole] = [:], sessions: SessionTable, tokens: any TokenSource,
    now: @escaping @Sendable () -> Instant
  ) {
    self.ownUserID = ownUserID
    self.listed = listed.mapValues { Caller(accountID: Caller.system.accountID, role: $0) }
    self.sessions = sessions
    self.tokens = tokens
    self.now = now
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    let values = call.metadataValues(of: Self.tokenKey)
    if values.isEmpty {
      if case .unix(let userID, _, _) = call.peer, let caller = caller(userID) { call.caller = caller }
      return
    }
    // More than one would leave open which counts.
    guard values.count == 1, let found = session(of: values[0]) else { throw .credentialsInvalid }
    call.caller = found.caller
    call.sessionID = found.sessionID
  }

  private func caller(_ userID: UInt32) -> Caller? {
    if let ownUserID, userID == ownUserID || userID == 0 { return .system }
    return listed[userID]
  }

  private func session(of value: String) -> SessionTable.Found? {
    guard value.prefix(Self.scheme.count).lowercased() == Self.scheme else { return nil }
    return tokens.hash(ofToken: String(value.dropFirst(Self.scheme.count))).flatMap { sessions.find($0, at: now()) }
  }
}
