/// `fiszka.rpc.v1.ControlService`: what ttrpc lacks, as ordinary calls. Part of every server.
struct ControlCalls: ControlService {
  func ping(_ request: PingRequest, _ call: CallContext) throws(RPCError) -> PingResponse {
    PingResponse()
  }

  func cancel(_ request: CancelRequest, _ call: CallContext) throws(RPCError) -> CancelResponse {
    guard request.streamID % 2 == 1, request.streamID != call.streamID else {
      throw RPCError(
        .invalidArgument, "stream_id \(request.streamID) cannot be cancelled: name another call's stream, an odd number.")
    }
    guard let wasRunning = call.cancelCall(streamID: request.streamID) else {
      throw RPCError(.invalidArgument, "The request is too long to be carried out at once: send stream_id alone.")
    }
    return CancelResponse(wasRunning: wasRunning)
  }
}
