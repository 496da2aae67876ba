import EchoServer
import TestAPI

@testable import TTRPC

extension ServiceRegistration {
  /// Methods on the lanes that no method of the test contract runs on; a request that holds does so at `gate`.
  static func lanes(_ gate: HoldGate) -> ServiceRegistration {
    let hold: @Sendable (EchoRequest, CallContext) throws(RPCError) -> EchoResponse = { (request, call) throws(RPCError) in
      if request.holdMilliseconds > 0 { try gate.holdThread(milliseconds: request.holdMilliseconds, call) }
      return EchoResponse()
    }
    return ServiceRegistration(
      service: MethodDescriptor.onHashingLane.service,
      methods: [
        .unary(.onHashingLane, hold),
        .tryInline(.onSpeechLane, { (_: EchoRequest, _) throws(RPCError) -> EchoResponse? in nil }, orWorker: hold),
      ])
  }
}

extension MethodDescriptor {
  static let onHashingLane = onLane("Hash", .hashing)
  static let onSpeechLane = onLane("Speak", .tryInlineSpeech)

  private static func onLane(_ name: String, _ lane: MethodPolicy.ExecutionClass) -> MethodDescriptor {
    MethodDescriptor(
      service: "fiszka.test.v1.Lanes", method: name, kind: .unary,
      policy: MethodPolicy(access: .anyone, executionClass: lane, longestRun: .seconds(60)))
  }
}
