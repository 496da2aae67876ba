import FiszkaAPI
import FiszkaDomain
import FiszkaServices
import TTRPC
import Testing

@Suite struct AuditInterceptorTests {
  private let audit = AuditInterceptor()

  private func call(_ method: MethodDescriptor = ImportServiceMethods.commitImport) throws -> CallContext {
    let call = try CallContext.of(method)
    call.caller = Caller(accountID: 7, role: .user)
    try audit.before(call, request: nil)
    return call
  }

  @Test func anAuditedCallGetsAnIntentOfItsActionAndCaller() throws {
    let intent = try call().auditIntent
    #expect(intent?.action == "import.commit")
    #expect(intent?.actorID == 7)
  }

  @Test func aCallThatIsNotAuditedGetsNone() throws {
    let call = try call(ImportServiceMethods.getImport)
    #expect(call.auditIntent == nil)
    try audit.after(call, failure: nil)
  }

  @Test func successWithTheIntentUsedPasses() throws {
    let call = try call()
    try call.auditIntent?.useOnce { () throws(StoreError) in }
    try audit.after(call, failure: nil)
  }

  @Test func successWithTheIntentUnusedIsADefect() async throws {
    let call = try call()
    try await expectFailure(.internal) { try audit.after(call, failure: nil) }
  }

  @Test func failureOwesNoEntry() throws {
    try audit.after(try call(), failure: RPCError(.notFound, "There is no such import."))
  }

  @Test func aRepeatedCallThatChangedNothingOwesNoEntry() throws {
    let call = try call()
    call.declareNothingChanged()
    try audit.after(call, failure: nil)
  }

  @Test func nobodyCannotCallWhatIsAudited() async throws {
    let call = try CallContext.of(ImportServiceMethods.commitImport)
    try await expectFailure(.unauthenticated, .credentialsMissing) { try audit.before(call, request: nil) }
  }
}
