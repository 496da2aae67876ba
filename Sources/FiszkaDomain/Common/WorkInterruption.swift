/// Why work that had begun must stop.
package enum WorkInterruption: Hashable, Sendable {
  /// The time the caller gave has passed.
  case deadlineExceeded
  /// Nobody waits for the result any more.
  case cancelled
}
