import FiszkaAPI
package import FiszkaDomain
package import NIOCore
import ProtobufCSupport
package import TTRPC

/// Lets a call pass when its method's policy allows the caller, whom `CallerInterceptor` has found before.
///
/// Reads nothing of a method but its policy. Owner checks ask a store and run where the handler runs, which for such methods
/// is a lane, never the event loop. Admins pass them, so that for them a missing resource is the handler's NOT_FOUND; a
/// learner gets PERMISSION_DENIED for it as for somebody else's, and cannot find out which ids exist.
///
/// An admin who calls from outside the admin network, as `OriginInterceptor` has found before, may do what a learner may, also in
/// the handler; what only an admin may is refused with a reason of its own.
package struct PolicyInterceptor: Interceptor {
  /// The account that owns the resource with this id; nil: there is none.
  package typealias OwnerLookup = @Sendable (_ id: Int64, WorkLimit) throws(StoreError) -> Int64?

  private let ownerFields: [ObjectIdentifier: OwnerField]
  private let owners: [String: OwnerLookup]

  /// Finds the owner fields of all methods once.
  ///
  /// - Parameters:
  ///   - methods: every method served whose policy may name an owner.
  ///   - descriptorSet: the contract's encoded FileDescriptorSet; read here, not kept.
  ///   - owners: how to find the owner, by kind of resource.
  /// - Throws: `PolicyDefect` when a policy names a resource without lookup, a field that is not an int64 of the request, or
  ///   an owner of a method without a single request or of one that runs on the event loop.
  package init(
    methods: [MethodDescriptor], descriptorSet: UnsafeRawBufferPointer, owners: [String: OwnerLookup]
  ) throws(PolicyDefect) {
    let fields: RequestFields
    do throws(ProtobufError) {
      fields = try RequestFields(descriptorSet: descriptorSet)
    } catch {
      throw PolicyDefect(description: "The contract's descriptor set cannot be read: \(error).")
    }
    var ownerFields: [ObjectIdentifier: OwnerField] = [:]
    for method in methods {
      guard case .owner(let resource, let name) = method.policy.access else { continue }
      guard owners[resource] != nil else {
        throw PolicyDefect(description: "\(method.fullName) is for owners of \(resource), and nothing tells who that is.")
      }
      guard method.takesOneRequest, method.mayBlock else {
        throw PolicyDefect(description: "\(method.fullName) is for owners, but has no one request or may not block.")
      }
      guard let numbers = fields.numbers(of: name, inRequestOf: method.fullName) else {
        throw PolicyDefect(description: "\(method.fullName) has no int64 field \(name) in its request.")
      }
      ownerFields[ObjectIdentifier(method)] = OwnerField(resource: resource, name: name, numbers: numbers)
    }
    self.ownerFields = ownerFields
    self.owners = owners
  }

  package func concerns(_ method: MethodDescriptor) -> Bool {
    method.policy.access != .anyone
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    switch call.method.policy.access {
    case .anyone:
      return
    case .learner:
      _ = try confinedCaller(call)
    case .owner:
      let caller = try confinedCaller(call)
      if !caller.mayActAsAdmin { try checkOwner(call, caller, request) }
    case .admin:
      let caller = try confinedCaller(call)
      if caller.mayActAsAdmin { return }
      if caller.isOutsideAdminNetwork { throw .outsideAdminNetwork }
      throw RPCError(.permissionDenied, .adminRequired, "Only admins may call \(call.method.fullName).")
    }
  }

  /// The caller, for the rest of the call no more than a learner where admins may not act as such.
  private func confinedCaller(_ call: CallContext) throws(RPCError) -> Caller {
    let caller = try call.requireCaller()
    if caller.role != .admin { return caller }
    guard let origin = call.origin else {
      throw .defect(PolicyDefect(description: "No interceptor has told where calls come from."))
    }
    if origin.isInAdminNetwork { return caller }
    call.caller = caller.outsideAdminNetwork
    return caller.outsideAdminNetwork
  }

  private func checkOwner(_ call: CallContext, _ caller: Caller, _ request: ByteBuffer?) throws(RPCError) {
    guard let field = ownerFields[ObjectIdentifier(call.method)], let lookup = owners[field.resource], let request else {
      throw .defect(PolicyDefect(description: "The owner field of \(call.method.fullName) is not known."))
    }
    let id: Int64
    do throws(ProtobufError) {
      id = try field.id(in: request)
    } catch {
      throw RPCError(
        .invalidArgument, "The request cannot be decoded, or has \(field.name) more than once: encode it again.", cause: error)
    }
    if id < 1 { throw .invalid(field: field.name, "is an id, from 1.") }
    let owner = try call.answer(.none) { limit in try lookup(id, limit) }
    if let owner, caller.mayChange(whatBelongsTo: owner) { return }
    throw caller.isOutsideAdminNetwork ? .outsideAdminNetwork : .notOwner(of: field.resource, id: id)
  }
}

extension MethodDescriptor {
  fileprivate var takesOneRequest: Bool { kind == .unary || kind == .serverStreaming }

  /// Streams run on the task executor, over the worker lane.
  fileprivate var mayBlock: Bool {
    switch policy.executionClass {
    case nil, .worker, .long, .hashing: true
    case .inline, .tryInline, .tryInlineSpeech: false
    }
  }
}

extension RPCError {
  /// OUTSIDE_ADMIN_NETWORK: the caller would have passed as an admin.
  static let outsideAdminNetwork = RPCError(
    .permissionDenied, .outsideAdminNetwork,
    "Admins may do this only from the admin network: call from there, or ask the server's operator to add this one.")

  /// NOT_OWNER: the same for what belongs to another account and for what does not exist.
  static func notOwner(of resource: String, id: Int64) -> RPCError {
    RPCError(
      .permissionDenied, .notOwner, "The \(resource) is not the caller's own.",
      metadata: ["resource": resource, "id": "\(id)"])
  }
}
