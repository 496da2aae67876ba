package import TTRPC
package import TestAPI

/// `fiszka.test.v1.EchoService`: every method does what its request orders.
package struct EchoCalls: EchoService {
  /// Where handlers hold.
  package let gate: HoldGate

  package init(gate: HoldGate = HoldGate()) {
    self.gate = gate
  }

  package func echoInline(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    if request.holdMilliseconds > 0 {
      throw RPCError(.invalidArgument, "EchoInline never blocks: leave hold_milliseconds at 0.")
    }
    return try answer(request, call)
  }

  package func echoTryInline(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    try answer(request, call)
  }

  package func tryEchoTryInline(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse? {
    if request.declineInline || request.holdMilliseconds > 0 { return nil }
    return try answer(request, call)
  }

  package func echoWorker(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    try answer(request, call)
  }

  package func echoLong(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    try answer(request, call)
  }

  package func echoBrief(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    try answer(request, call)
  }

  package func echoKinds(_ request: AllKinds, _ call: CallContext) throws(RPCError) -> AllKinds {
    request
  }

  private func answer(_ request: EchoRequest, _ call: CallContext) throws(RPCError) -> EchoResponse {
    try request.check()
    let description = request.describeCall ? CallDescription(call) : nil
    if request.holdMilliseconds > 0 { try gate.holdThread(milliseconds: request.holdMilliseconds, call) }
    try fail(with: request.failure)
    return EchoResponse(payload: request.answer, call: description)
  }
}
