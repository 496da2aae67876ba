import Synchronization

/// The audit entry that a call owes: made before the work, written in the transaction of the change, exactly once.
///
/// Every writing port takes one; nil only from a method whose policy names no audit action. The store wraps the transaction
/// in `useOnce`; after a successful call, the audit interceptor fails a method whose intent is still unused. Safe to use from
/// any thread.
package final class AuditIntent: Sendable {
  /// What is done, as the method's policy names it, such as "import.commit".
  package let action: String
  /// The account that acts.
  package let actorID: Int64

  private let state = Mutex(State())

  package init(action: String, actorID: Int64) {
    self.action = action
    self.actorID = actorID
  }

  /// Names of the fields that the call changes, in the order they were added: never their values.
  package var details: [String] { state.withLock { $0.details } }

  /// True once the entry has been written.
  package var isUsed: Bool { state.withLock { $0.use == .written } }

  /// Adds the name of a field that the call changes. Without effect once the entry has been written.
  package func addDetail(field: String) {
    state.withLock { state in
      if state.use != .written && !state.details.contains(field) { state.details.append(field) }
    }
  }

  /// Runs the transaction that writes the change and this entry; when it throws, the intent is as before.
  ///
  /// - Throws: `StoreError.misuse` when the intent is already used, or in use on another thread; else what `write` throws.
  @discardableResult
  package func useOnce<Value>(_ write: () throws(StoreError) -> Value) throws(StoreError) -> Value {
    let mine = state.withLock { state in
      guard state.use == .open else { return false }
      state.use = .writing
      return true
    }
    guard mine else { throw .misuse("the audit intent of \(action) was used twice") }
    do {
      let value = try write()
      state.withLock { $0.use = .written }
      return value
    } catch {
      state.withLock { $0.use = .open }
      throw error
    }
  }

  private struct State {
    var use = Use.open
    var details: [String] = []
  }

  private enum Use {
    case open, writing, written
  }
}
