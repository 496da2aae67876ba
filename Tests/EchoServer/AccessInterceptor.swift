package import NIOCore
import ProtobufCSupport
import Synchronization
package import TTRPC
import TTRPCWire
import TestAPI

/// Identity, policy and audit of the test contract, from the method's policy alone: what an interceptor must be able to do.
package struct AccessInterceptor: Interceptor {
  /// Who calls.
  package struct Account: Sendable, Hashable {
    package let id: Int64
    package let isAdmin: Bool

    package init(id: Int64, isAdmin: Bool = false) {
      self.id = id
      self.isAdmin = isAdmin
    }
  }

  /// What an audited call must use before it succeeds.
  package final class Intent: Sendable {
    private let isUsed = Atomic(false)

    /// Says that the entry was written.
    package func use() { isUsed.store(true, ordering: .relaxed) }
    var wasUsed: Bool { isUsed.load(ordering: .relaxed) }
  }

  package enum AccountKey: CallContextKey { package typealias Value = Account }
  package enum IntentKey: CallContextKey { package typealias Value = Intent }

  /// By token.
  private let accounts: [String: Account]
  /// Account ids by lesson id.
  private let lessonOwners: [Int64: Int64]

  package init(accounts: [String: Account], lessonOwners: [Int64: Int64] = [:]) {
    self.accounts = accounts
    self.lessonOwners = lessonOwners
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    let account = try account(of: call)
    call[AccountKey.self] = account
    switch call.method.policy.access {
    case .anyone: break
    case .learner: _ = try require(account)
    case .owner: try checkOwner(try require(account), of: request)
    case .admin:
      guard try require(account).isAdmin else { throw RPCError(.permissionDenied, "Only an admin may call this.") }
    }
    if call.method.policy.auditAction != nil { call[IntentKey.self] = Intent() }
  }

  package func after(_ call: CallContext, failure: RPCError?) throws(RPCError) {
    if failure == nil, let intent = call[IntentKey.self], !intent.wasUsed {
      throw RPCError(.internal, "The call left no entry in the audit log.")
    }
  }

  private func account(of call: CallContext) throws(RPCError) -> Account? {
    guard let token = call.metadata.first("authorization") else { return nil }
    guard let account = accounts[token] else { throw RPCError(.unauthenticated, "The token is not known: sign in again.") }
    return account
  }

  private func require(_ account: Account?) throws(RPCError) -> Account {
    guard let account else { throw RPCError(.unauthenticated, "Sign in first.") }
    return account
  }

  private func checkOwner(_ account: Account, of request: ByteBuffer?) throws(RPCError) {
    if account.isAdmin { return }
    let target = request.flatMap { try? CallAsOwnerRequest(decoding: $0) }?.target
    guard let target, lessonOwners[target.lessonID] == account.id else {
      throw RPCError(.permissionDenied, "Only the owner of the lesson may call this.")
    }
  }
}
