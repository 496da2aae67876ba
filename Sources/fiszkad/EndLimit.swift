import Dispatch
import Glibc
import Logging
import NIOCore

/// Ends the process where draining does not: a handler that never asks whether somebody waits for it, a log that nobody reads.
///
/// What was answered is in the database by then, as it is after a power failure.
enum EndLimit {
  /// Seconds after the drain time for what follows it: last words to clients, the ends of handlers, closing the database.
  static let graceSeconds: Int64 = 5

  /// Begins to count. Once the time is over the process ends with `StartFailure.defect`.
  static func begin(afterDrainTime drainTime: TimeAmount, _ logger: Logger) {
    let nanoseconds = (drainTime + .seconds(graceSeconds)).nanoseconds
    // Queues of their own get threads of their own, as long as the system gives Dispatch any.
    DispatchQueue(label: "end-limit").asyncAfter(deadline: .now() + .nanoseconds(Int(nanoseconds))) {
      let logged = DispatchSemaphore(value: 0)
      DispatchQueue(label: "end-limit.log").async {
        logger.error("not all ended in time: the process ends as it is", metadata: ["grace_s": "\(graceSeconds)"])
        logged.signal()
      }
      _ = logged.wait(timeout: .now() + .milliseconds(200))
      _exit(StartFailure.defect)
    }
  }
}
