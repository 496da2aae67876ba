/// Tells a store, while it works, whether to go on.
///
/// The domain has no clock: whoever has one, and knows the call, makes the limit. A store asks before it starts and, from
/// its progress handler, every few thousand steps of a statement.
package struct WorkLimit: Sendable {
  /// Never stops the work.
  package static let none = WorkLimit { nil }

  private let ask: @Sendable () -> WorkInterruption?
  private let timeLeft: @Sendable () -> Duration?

  /// - Parameters:
  ///   - remaining: time until the deadline, not below zero; nil: there is none.
  ///   - check: nil to go on. Called on the store's thread, any number of times: it must be cheap and must not block.
  package init(
    remaining: @escaping @Sendable () -> Duration? = { nil }, check: @escaping @Sendable () -> WorkInterruption?
  ) {
    self.ask = check
    timeLeft = remaining
  }

  /// Time until the deadline; nil where there is none that is known.
  package var remaining: Duration? { timeLeft() }

  /// The reason to stop now, or nil to go on.
  package var interruption: WorkInterruption? { ask() }

  /// Throws `StoreError.interrupted` once the work must stop.
  package func check() throws(StoreError) {
    if let interruption { throw .interrupted(interruption) }
  }
}
