import CommonProto
package import FiszkaAPI
import FiszkaDomain
package import TTRPC

/// `fiszka.v1.AuthService`.
package struct AuthServiceHandler: AuthService {
  private let ports: AccountPorts

  package init(_ ports: AccountPorts) {
    self.ports = ports
  }

  package func signIn(_ request: SignInRequest, _ call: CallContext) throws(RPCError) -> SignInResponse {
    var check = RequestCheck()
    let email = check.email(request.email, "email")
    let password = check.password(request.password, "password")
    guard let email, let password else { throw .invalid(check.violations) }
    let origin = try call.limitKey()
    return try call.answer(.none) { limit in
      let opened = try SignIn(ports: ports).attempt(email, password, from: origin, limit: limit)
      return SignInResponse(
        token: opened.token, expiresAt: ProtobufTimestamp(opened.expiresAt),
        idleTimeoutSeconds: ports.sessions.rules.idle.components.seconds, user: User(opened.account))
    }
  }

  package func signOut(_ request: SignOutRequest, _ call: CallContext) throws(RPCError) -> SignOutResponse {
    let caller = try call.requireCaller()
    return try call.answer(.none) { limit in
      guard let session = call.sessionID else { throw AccountFailure.tokenMissing }
      try ports.sessions.end(session, ofAccount: caller.accountID, limit: limit)
      return SignOutResponse()
    }
  }

  package func getCaller(_ request: GetCallerRequest, _ call: CallContext) throws(RPCError) -> GetCallerResponse {
    let caller = try call.requireCaller()
    return try call.answer(.userID(caller.accountID)) { limit in
      var user = User(try ports.accounts.account(caller.accountID, limit: limit))
      user.role = Role(caller.role)
      return GetCallerResponse(
        user: user, source: CallerSource(caller.source), inAdminNetwork: call.origin?.isInAdminNetwork ?? false)
    }
  }

  package func changePassword(
    _ request: ChangePasswordRequest, _ call: CallContext
  ) throws(RPCError) -> ChangePasswordResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    let current = check.password(request.currentPassword, "current_password")
    let new = check.newPassword(request.newPassword, "new_password")
    guard let current, let new else { throw .invalid(check.violations) }
    let origin = try call.limitKey()
    return try call.answer(.userID(caller.accountID)) { limit in
      let ended = try PasswordChange(ports: ports).change(
        of: caller.accountID, session: call.sessionID, current: current, new: new, from: origin, audit: call.auditIntent,
        limit: limit)
      return ChangePasswordResponse(endedSessions: ended)
    }
  }
}

extension CallContext {
  /// What attempts are counted by.
  fileprivate func limitKey() throws(RPCError) -> String {
    if let origin { return origin.limitKey }
    throw .defect(PolicyDefect(description: "No interceptor has told where calls come from."))
  }
}
