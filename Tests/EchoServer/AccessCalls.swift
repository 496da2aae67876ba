package import TTRPC
package import TestAPI

/// `fiszka.test.v1.AccessService`: every method answers with the account that `AccessInterceptor` found.
package struct AccessCalls: AccessService {
  package init() {}

  package func callAsLearner(_ request: CallAsLearnerRequest, _ call: CallContext) throws(RPCError) -> CallAsLearnerResponse {
    CallAsLearnerResponse(accountID: try account(of: call).id)
  }

  package func callAsOwner(_ request: CallAsOwnerRequest, _ call: CallContext) throws(RPCError) -> CallAsOwnerResponse {
    if !request.leaveIntentUnused { call[AccessInterceptor.IntentKey.self]?.use() }
    return CallAsOwnerResponse(accountID: try account(of: call).id)
  }

  package func callAsAdmin(_ request: CallAsAdminRequest, _ call: CallContext) throws(RPCError) -> CallAsAdminResponse {
    CallAsAdminResponse(accountID: try account(of: call).id)
  }

  package func tryCallAsAdmin(_ request: CallAsAdminRequest, _ call: CallContext) throws(RPCError) -> CallAsAdminResponse? {
    CallAsAdminResponse(accountID: try account(of: call).id)
  }

  private func account(of call: CallContext) throws(RPCError) -> AccessInterceptor.Account {
    guard let account = call[AccessInterceptor.AccountKey.self] else {
      throw RPCError(.unauthenticated, "The call has no account: send authorization metadata.")
    }
    return account
  }
}
