import FiszkaDomain
import TTRPC

extension WorkLimit {
  /// Stops the work when nobody waits for the call's answer any more.
  init(_ call: CallContext) {
    self.init(remaining: { call.remaining }) {
      do throws(RPCError) {
        try call.checkCancellation()
        return nil
      } catch {
        return error.code == .deadlineExceeded ? .deadlineExceeded : .cancelled
      }
    }
  }
}
