import CommonProto
import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct InterceptorTests {
  /// Writes down its hooks; refuses or turns the outcome as it is told.
  struct Probe: Interceptor {
    let name: String
    let log: Recorder<String>
    var refusal: RPCError?
    var outcome: RPCError?

    func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
      log.append("\(name) before \(request.map { "\($0.readableBytes)" } ?? "-")")
      if let refusal { throw refusal }
    }

    func after(_ call: CallContext, failure: RPCError?) throws(RPCError) {
      log.append("\(name) after \(failure.map { "\($0.code)" } ?? "OK")")
      if let outcome { throw outcome }
    }
  }

  /// One call of each form, as the handler's side sees it: how it ended, and what was logged of it.
  static let forms: [(name: String, request: String, call: @Sendable (EchoServiceClient) async throws -> Void)] = [
    ("INLINE", "0", { echo in _ = try await echo.echoInline(EchoRequest()) }),
    ("TRY_INLINE", "0", { echo in _ = try await echo.echoTryInline(EchoRequest()) }),
    ("WORKER", "0", { echo in _ = try await echo.echoWorker(EchoRequest()) }),
    ("LONG", "0", { echo in _ = try await echo.echoLong(EchoRequest()) }),
    ("client streaming", "-", { echo in _ = try await echo.collectStream().response() }),
    (
      "server streaming", "2",
      { echo in
        for try await _ in try await echo.produceStream(ProduceRequest(messages: 1)) {}
      }
    ),
    (
      "bidirectional", "-",
      { echo in
        let call = try await echo.echoStream()
        try await call.requests.finish()
        for try await _ in call.responses {}
      }
    ),
  ]

  private func run(_ interceptors: [any Interceptor], _ body: (TestService) async throws -> Void) async throws {
    try await withService(.socketPair, TestServiceOptions { $0.interceptors = interceptors }, body)
  }

  @Test func hooksNestAroundTheHandlerInTheirOrder() async throws {
    let log = Recorder<String>()
    try await run([Probe(name: "a", log: log), Probe(name: "b", log: log)]) { service async throws in
      for (number, form) in Self.forms.enumerated() {
        try await form.call(service.echo)
        await log.until { $0.count == 4 * (number + 1) }
        #expect(
          Array(log.events.suffix(4)) == ["a before \(form.request)", "b before \(form.request)", "b after OK", "a after OK"],
          "\(form.name)")
      }
    }
  }

  @Test func refusalKeepsInnerHooksAndHandlerOutAndOuterHooksLearnIt() async throws {
    let log = Recorder<String>()
    let refusal = RPCError(.permissionDenied, "Not you.")
    let interceptors = [
      Probe(name: "a", log: log), Probe(name: "b", log: log, refusal: refusal), Probe(name: "c", log: log),
    ]
    try await run(interceptors) { service async throws in
      for (number, form) in Self.forms.enumerated() {
        let result = await outcome { try await form.call(service.echo) }
        #expect(result.failure?.code == .permissionDenied, "\(form.name)")
        #expect(result.failure?.message == "Not you.")
        await log.until { $0.count == 3 * (number + 1) }
        #expect(
          Array(log.events.suffix(3)) == [
            "a before \(form.request)", "b before \(form.request)", "a after PERMISSION_DENIED",
          ], "\(form.name)")
      }
    }
  }

  @Test func afterTurnsSuccessIntoFailure() async throws {
    let log = Recorder<String>()
    let failure = RPCError(.dataLoss, "The entry was not written.")
    let interceptors = [Probe(name: "a", log: log), Probe(name: "b", log: log, outcome: failure), Probe(name: "c", log: log)]
    try await run(interceptors) { service async throws in
      for (number, form) in Self.forms.enumerated() {
        let result = await outcome { try await form.call(service.echo) }
        #expect(result.failure?.code == .dataLoss, "\(form.name)")
        await log.until { $0.count == 6 * (number + 1) }
        #expect(Array(log.events.suffix(3)) == ["c after OK", "b after OK", "a after DATA_LOSS"], "\(form.name)")
      }
    }
  }

  @Test func handlersFailureReachesEveryHookAndMayBeReplaced() async throws {
    let log = Recorder<String>()
    let interceptors = [
      Probe(name: "a", log: log, outcome: RPCError(.unavailable, "Later.")), Probe(name: "b", log: log),
    ]
    try await run(interceptors) { service async throws in
      let request = EchoRequest(failure: .init(code: RPCError.Code.notFound.rawValue, message: "No."))
      #expect(await code { try await service.echo.echoWorker(request) } == .unavailable)
      #expect(Array(log.events.suffix(2)) == ["b after NOT_FOUND", "a after NOT_FOUND"])
    }
  }

  @Test func declinedTryInlinePassesTheHooksAgainAndEndsOnce() async throws {
    let log = Recorder<String>()
    try await run([Probe(name: "a", log: log)]) { service async throws in
      _ = try await service.echo.echoTryInline(EchoRequest(declineInline: true))
      #expect(log.events == ["a before 2", "a before 2", "a after OK"])
    }
  }

  @Test func policyOfEveryFormIsEnforcedFromTheMethodTableAlone() async throws {
    let access = AccessInterceptor(
      accounts: ["learner": .init(id: 2), "owner": .init(id: 3), "admin": .init(id: 4, isAdmin: true)], lessonOwners: [7: 3])
    try await run([access]) { service async throws in
      let client = AccessServiceClient(service.client)
      func options(_ token: String?) -> CallOptions {
        var metadata = Metadata()
        if let token { metadata.append(token, for: "authorization") }
        return CallOptions(metadata: metadata)
      }
      let lesson = CallAsOwnerRequest(target: LessonTarget(lessonID: 7))
      for (token, account) in [("learner", 2), ("owner", 3), ("admin", 4)] as [(String, Int64)] {
        #expect(try await client.callAsLearner(CallAsLearnerRequest(), options: options(token)).accountID == account)
      }
      #expect(try await client.callAsOwner(lesson, options: options("owner")).accountID == 3)
      #expect(try await client.callAsOwner(lesson, options: options("admin")).accountID == 4)
      #expect(try await client.callAsAdmin(CallAsAdminRequest(), options: options("admin")).accountID == 4)

      for token in [nil, "forged"] as [String?] {
        #expect(
          await code {
            try await client.callAsLearner(CallAsLearnerRequest(), options: options(token))
          } == .unauthenticated)
      }
      #expect(
        await code { try await client.callAsOwner(lesson, options: options("learner")) } == .permissionDenied)
      #expect(
        await code {
          try await client.callAsAdmin(CallAsAdminRequest(), options: options("owner"))
        } == .permissionDenied)
      // An audited call that leaves no entry has failed.
      let careless = CallAsOwnerRequest(target: LessonTarget(lessonID: 7), leaveIntentUnused: true)
      #expect(await code { try await client.callAsOwner(careless, options: options("owner")) } == .internal)
    }
  }
}
