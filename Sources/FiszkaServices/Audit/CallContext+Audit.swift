package import FiszkaDomain
package import TTRPC

/// The audit entry that a call owes; left by `AuditInterceptor`.
package enum AuditIntentKey: CallContextKey {
  package typealias Value = AuditIntent
}

/// Set when an audited call succeeded without changing anything.
enum NothingChangedKey: CallContextKey {
  typealias Value = Bool
}

extension CallContext {
  /// What writing ports take; nil where the method's policy names no audit action.
  package var auditIntent: AuditIntent? {
    get { self[AuditIntentKey.self] }
    set { self[AuditIntentKey.self] = newValue }
  }

  /// Says that the call repeats one that is done: there is no change, and no entry is owed.
  package func declareNothingChanged() {
    self[NothingChangedKey.self] = true
  }
}
