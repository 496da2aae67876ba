package import FiszkaAPI
import FiszkaDomain
package import TTRPC

/// `fiszka.v1.UserService`.
package struct UserServiceHandler: UserService {
  private let ports: AccountPorts

  package init(_ ports: AccountPorts) {
    self.ports = ports
  }

  package func createUser(_ request: CreateUserRequest, _ call: CallContext) throws(RPCError) -> CreateUserResponse {
    var check = RequestCheck()
    let email = check.email(request.email, "email")
    let nickname = check.nickname(request.nickname, "nickname")
    let role = check.role(request.role, "role")
    check.require(request.role != .unspecified, "role", "is required: ROLE_USER or ROLE_ADMIN.")
    let password = check.newPassword(request.password, "password")
    guard let email, let nickname, let role, let password else { throw .invalid(check.violations) }
    return try call.answer(.none) { limit in
      let hash = try ports.hasher.hash(password)
      let (account, count) = try ports.accounts.create(
        NewAccount(email: email, nickname: nickname, role: role, passwordHash: hash), at: ports.now(),
        audit: call.auditIntent, limit: limit)
      return CreateUserResponse(user: User(account), warning: AccountLimits.warning(count: count))
    }
  }

  package func listUsers(_ request: ListUsersRequest, _ call: CallContext) throws(RPCError) -> ListUsersResponse {
    var check = RequestCheck()
    check.length(request.search, "search", atMost: 255)
    let role = check.role(request.role, "role")
    try check.finish()
    let filter = AccountFilter(search: TextKey(request.search), role: role, includesDeleted: request.includeDeleted)
    let query = try PageQuery(size: request.pageSize, token: request.pageToken, filter: filter.tokenFilter)
    return try call.answer(.none) { limit in
      let (found, next) = try query.collect(
        { (page) throws(StoreError) in try ports.accounts.accounts(filter, page: page, limit: limit) },
        key: \.id, convert: { User($0) })
      return ListUsersResponse(users: found, nextPageToken: next)
    }
  }

  package func getUser(_ request: GetUserRequest, _ call: CallContext) throws(RPCError) -> GetUserResponse {
    var check = RequestCheck()
    check.id(request.userID, "user_id")
    try check.finish()
    return try call.answer(.userID(request.userID)) { limit in
      GetUserResponse(user: User(try ports.accounts.account(request.userID, limit: limit)))
    }
  }

  package func updateUser(_ request: UpdateUserRequest, _ call: CallContext) throws(RPCError) -> UpdateUserResponse {
    var check = RequestCheck()
    check.id(request.userID, "user_id")
    let change = AccountChange(
      email: request.email.flatMap { check.email($0, "email") },
      nickname: request.nickname.flatMap { check.nickname($0, "nickname") }, role: check.role(request.role, "role"))
    try check.finish()
    return try call.answer(.userID(request.userID)) { limit in
      let account = try changed(request.userID, call) {
        try ports.accounts.update(request.userID, change, audit: call.auditIntent, limit: limit)
      }
      return UpdateUserResponse(user: User(account))
    }
  }

  package func deleteUser(_ request: DeleteUserRequest, _ call: CallContext) throws(RPCError) -> DeleteUserResponse {
    var check = RequestCheck()
    check.id(request.userID, "user_id")
    try check.finish()
    return try call.answer(.userID(request.userID)) { limit in
      _ = try changed(request.userID, call) {
        try ports.accounts.delete(request.userID, at: ports.now(), audit: call.auditIntent, limit: limit)
      }
      return DeleteUserResponse()
    }
  }

  package func resetPassword(_ request: ResetPasswordRequest, _ call: CallContext) throws(RPCError) -> ResetPasswordResponse {
    var check = RequestCheck()
    check.id(request.userID, "user_id")
    let password = check.newPassword(request.newPassword, "new_password")
    try check.finish()
    guard let password else { throw .invalid(check.violations) }
    return try call.answer(.userID(request.userID)) { limit in
      let ended = try PasswordChange(ports: ports).reset(
        of: request.userID, new: password, audit: call.auditIntent, limit: limit)
      return ResetPasswordResponse(endedSessions: ended)
    }
  }

  /// Makes a change of an account, and sees to it that it counts from the next call on.
  private func changed(_ id: Int64, _ call: CallContext, _ change: () throws -> AccountOutcome) throws -> Account {
    if id == Caller.system.accountID { throw AccountFailure.systemAccount }
    switch try change() {
    case .changed(let account):
      try ports.sessions.refresh(id)
      return account
    case .unchanged(let account):
      call.declareNothingChanged()
      return account
    case .lastAdmin:
      throw AccountFailure.lastAdmin
    }
  }
}

extension AccountFilter {
  /// Keys have no line breaks, which keeps the parts apart.
  fileprivate var tokenFilter: String {
    "users;role=\(role?.rawValue ?? "");deleted=\(includesDeleted)\nsearch=\(search?.text ?? "")"
  }
}
