import TestAPI
import Testing

@testable import TTRPC

@Suite struct MethodRegistryTests {
  private static func method(_ kind: MethodKind, _ executionClass: MethodPolicy.ExecutionClass?) -> MethodDescriptor {
    MethodDescriptor(
      service: "a.B", method: "C", kind: kind,
      policy: MethodPolicy(access: .anyone, executionClass: executionClass, longestRun: .seconds(1)))
  }

  private static func unary(_ method: MethodDescriptor) -> MethodRegistration {
    .unary(method) { (_: EchoRequest, _) throws(RPCError) in EchoResponse() }
  }

  private static func tryInline(_ method: MethodDescriptor) -> MethodRegistration {
    .tryInline(
      method, { (_: EchoRequest, _) throws(RPCError) -> EchoResponse? in nil },
      orWorker: { (_: EchoRequest, _) throws(RPCError) in EchoResponse() })
  }

  private static func stream(_ method: MethodDescriptor) -> MethodRegistration {
    .clientStreaming(method) { (_: MessageStream<EchoRequest>, _) async throws(RPCError) in EchoResponse() }
  }

  private func server(_ services: [ServiceRegistration]) async throws(RPCError) {
    await (try Server(services, logger: .quiet)).shutdown()
  }

  private func refusal(_ registration: MethodRegistration) async -> RPCError? {
    await outcome { try await server([ServiceRegistration(service: "a.B", methods: [registration])]) }.failure
  }

  @Test func handlerThatFitsItsPolicyIsServed() async {
    for registration in [
      Self.unary(Self.method(.unary, .inline)), Self.unary(Self.method(.unary, .worker)), Self.unary(Self.method(.unary, .long)),
      Self.tryInline(Self.method(.unary, .tryInline)), Self.stream(Self.method(.clientStreaming, nil)),
    ] {
      #expect(await refusal(registration) == nil)
    }
  }

  @Test func handlerThatDoesNotFitItsPolicyStartsNoServer() async {
    for registration in [
      Self.unary(Self.method(.unary, nil)), Self.unary(Self.method(.unary, .tryInline)),
      Self.unary(Self.method(.clientStreaming, .worker)), Self.tryInline(Self.method(.unary, .worker)),
      Self.stream(Self.method(.clientStreaming, .worker)), Self.stream(Self.method(.unary, nil)),
    ] {
      let refusal = await refusal(registration)
      #expect(refusal?.code == .internal)
      #expect(refusal?.message.contains("a.B/C") == true)
    }
  }

  @Test func methodThatIsRegisteredTwiceStartsNoServer() async {
    let registration = Self.unary(Self.method(.unary, .inline))
    let twice = [
      [ServiceRegistration(service: "a.B", methods: [registration, registration])],
      [
        ServiceRegistration(service: "a.B", methods: [registration]),
        ServiceRegistration(service: "a.B", methods: [registration]),
      ],
      // Part of every server already.
      [.controlService(ControlCalls())],
    ]
    for services in twice {
      let refusal = await outcome { try await server(services) }.failure
      #expect(refusal?.code == .internal)
      #expect(refusal?.message.contains("twice") == true)
    }
  }
}
