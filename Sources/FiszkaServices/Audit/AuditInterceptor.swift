import FiszkaDomain
package import NIOCore
package import TTRPC

/// Makes the `AuditIntent` of an audited method, after the policy has let the caller pass, and sees to it that it was used.
package struct AuditInterceptor: Interceptor {
  package init() {}

  package func concerns(_ method: MethodDescriptor) -> Bool {
    method.policy.auditAction != nil
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    guard let action = call.method.policy.auditAction else { return }
    call.auditIntent = AuditIntent(action: action, actorID: try call.requireCaller().accountID)
  }

  package func after(_ call: CallContext, failure: RPCError?) throws(RPCError) {
    guard failure == nil, let intent = call.auditIntent, !intent.isUsed else { return }
    if call[NothingChangedKey.self] == true { return }
    throw .defect(Unused(action: intent.action))
  }

  /// For the log.
  private struct Unused: Error {
    let action: String
  }
}
