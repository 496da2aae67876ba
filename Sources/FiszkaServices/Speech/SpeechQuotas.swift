package import FiszkaDomain
import Synchronization

/// The quotas of all accounts. Any thread; never blocks.
package final class SpeechQuotas: Sendable {
  /// Accounts that are remembered; beyond that, those whose quota is full are forgotten.
  private static let mostRemembered = 1_000

  private let perHour: Int
  private let now: @Sendable () -> Instant
  private let quotas = Mutex<[Int64: SpeechQuota]>([:])

  /// - Parameter perHour: new clips an hour and account; 0: no limit.
  package init(perHour: Int, now: @escaping @Sendable () -> Instant) {
    self.perHour = perHour
    self.now = now
  }

  /// Takes one new clip from the account's quota; admins have none.
  ///
  /// - Throws: `quotaExceeded`.
  func take(_ caller: Caller) throws(SpeechRefusal) {
    if perHour == 0 || caller.mayActAsAdmin { return }
    let now = now()
    let wait = quotas.withLock { quotas in
      if quotas.count > Self.mostRemembered { quotas = quotas.filter { !$0.value.isFull(at: now) } }
      return quotas[caller.accountID, default: SpeechQuota(perHour: perHour, at: now)].take(at: now)
    }
    if let wait { throw .quotaExceeded(perHour: perHour, retryAfterSeconds: (wait + 999_999) / 1_000_000) }
  }
}
