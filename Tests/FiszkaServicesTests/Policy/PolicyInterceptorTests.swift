import CommonProto
import FiszkaAPI
import FiszkaDomain
import NIOCore
import ProtobufCSupport
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct PolicyInterceptorTests {
  /// Import 5 belongs to account 7.
  private let policy: PolicyInterceptor

  init() throws {
    policy = try Harness.policy(importOwner: { id, _ in id == 5 ? 7 : nil })
  }

  private static let inside = ClientOrigin(limitKey: "uid:1", isInAdminNetwork: true)
  private static let outside = ClientOrigin(limitKey: "uid:1", isInAdminNetwork: false)

  @discardableResult private func check(
    _ method: MethodDescriptor, as caller: Caller?, from origin: ClientOrigin? = inside,
    _ request: some ProtobufMessage = ProtobufEmpty()
  ) throws -> CallContext {
    var bytes = ByteBuffer()
    try request.encode(into: &bytes)
    return try check(method, as: caller, from: origin, bytes)
  }

  @discardableResult private func check(
    _ method: MethodDescriptor, as caller: Caller?, from origin: ClientOrigin? = inside, _ request: ByteBuffer
  ) throws -> CallContext {
    let call = try CallContext.of(method)
    call.origin = origin
    call.caller = caller
    try policy.before(call, request: request)
    return call
  }

  private static func method(_ access: MethodPolicy.Access) -> MethodDescriptor {
    MethodDescriptor(
      service: "test", method: "Test", kind: .unary,
      policy: MethodPolicy(access: access, executionClass: .worker, longestRun: nil))
  }

  private let learner = Caller(accountID: 7, role: .user)
  private let get = ImportServiceMethods.getImport

  @Test func anyoneMayCallWhatAnyoneMay() throws {
    try check(Self.method(.anyone), as: nil)
  }

  @Test func learnersMethodsNeedAnAccount() async throws {
    try check(ImportServiceMethods.listImports, as: learner)
    try await expectFailure(.unauthenticated, .credentialsMissing) {
      try check(ImportServiceMethods.listImports, as: nil)
    }
  }

  @Test func adminsMethodsNeedAnAdmin() async throws {
    try check(Self.method(.admin), as: .system)
    try await expectFailure(.permissionDenied, .adminRequired) { try check(Self.method(.admin), as: learner) }
    try await expectFailure(.unauthenticated, .credentialsMissing) { try check(Self.method(.admin), as: nil) }
  }

  @Test func theOwnerPasses() throws {
    try check(get, as: learner, GetImportRequest(importID: 5))
    try check(ImportServiceMethods.uploadImportChunk, as: learner, UploadImportChunkRequest(importID: 5, data: [1, 2, 3]))
  }

  @Test func othersAndMissingResourcesLookTheSameToLearners() async throws {
    let other = Caller(accountID: 8, role: .user)
    let foreign = try await expectFailure(.permissionDenied, .notOwner) {
      try check(get, as: other, GetImportRequest(importID: 5))
    }
    #expect(foreign == ["resource": "import", "id": "5"])
    let missing = try await expectFailure(.permissionDenied, .notOwner) {
      try check(get, as: other, GetImportRequest(importID: 6))
    }
    #expect(missing == ["resource": "import", "id": "6"])
  }

  @Test func adminsPassOwnerChecksWhateverTheId() throws {
    try check(get, as: .system, GetImportRequest(importID: 6))
  }

  @Test func outsideTheAdminNetworkAnAdminPassesAsAnOwnerOnly() async throws {
    let admin = Caller(accountID: 7, role: .admin, source: .token)
    let own = try check(get, as: admin, from: Self.outside, GetImportRequest(importID: 5))
    #expect(own.caller == admin.outsideAdminNetwork)
    let refused: [() throws -> Void] = [
      { try check(get, as: .system, from: Self.outside, GetImportRequest(importID: 5)) },
      { try check(get, as: .system, from: Self.outside, GetImportRequest(importID: 6)) },
      { try check(Self.method(.admin), as: .system, from: Self.outside) },
    ]
    for call in refused {
      let metadata = try await expectFailure(.permissionDenied, .outsideAdminNetwork) { try call() }
      #expect(metadata.isEmpty)
    }
  }

  @Test func outsideTheAdminNetworkAnAdminIsALearnerToTheHandlerToo() throws {
    let call = try check(ImportServiceMethods.listImports, as: .system, from: Self.outside)
    #expect(call.caller == .system.outsideAdminNetwork)
    #expect(try check(ImportServiceMethods.listImports, as: .system).caller == .system)
  }

  @Test func learnersMayCallFromAnywhere() throws {
    try check(ImportServiceMethods.listImports, as: learner, from: Self.outside)
    #expect(try check(get, as: learner, from: Self.outside, GetImportRequest(importID: 5)).caller == learner)
  }

  @Test func anAdminWhoseOriginNobodyToldIsRefused() async throws {
    try await expectFailure(.internal) { try check(Self.method(.admin), as: .system, from: nil) }
    try await expectFailure(.internal) { try check(ImportServiceMethods.listImports, as: .system, from: nil) }
    try check(ImportServiceMethods.listImports, as: learner, from: nil)
  }

  @Test func ownersMethodsNeedAnAccount() async throws {
    try await expectFailure(.unauthenticated, .credentialsMissing) {
      try check(get, as: nil, GetImportRequest(importID: 5))
    }
  }

  @Test(arguments: [Int64(0), -5, .min])
  func anIdThatIsNoneIsInvalid(_ id: Int64) async throws {
    try await expectInvalid("import_id") { try check(get, as: learner, GetImportRequest(importID: id)) }
  }

  @Test(
    arguments: [
      [0x08, 5, 0x08, 6], [0x08, 6, 0x08, 5], [0x0A, 1, 5], [0x0D, 5, 0, 0, 0], [0x08], [0x08, 0x80], [0xFF],
    ] as [[UInt8]])
  func aRequestThatCouldBeReadInTwoWaysIsRefused(_ bytes: [UInt8]) async throws {
    try await expectFailure(.invalidArgument) { try check(get, as: learner, ByteBuffer(bytes: bytes)) }
  }

  @Test func aMethodWhoseOwnerFieldIsUnknownFailsClosed() async throws {
    let unknown = Self.method(.owner(resource: "import", field: "import_id"))
    try await expectFailure(.internal) { try check(unknown, as: learner, GetImportRequest(importID: 5)) }
  }

  @Test func aFailingStoreIsToldAsSuch() async throws {
    let policy = try Harness.policy(importOwner: { (_, _) throws(StoreError) in throw .busy })
    let call = try CallContext.of(get)
    call.caller = learner
    try await expectFailure(.unavailable, .storageBusy) {
      try policy.before(call, request: ByteBuffer(bytes: [0x08, 5]))
    }
  }
}
