/// Where open sessions are kept beyond the life of the process.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol SessionRepository: Sendable {
  /// Every account with its sessions that is not deleted and has any, the expired too.
  func all(limit: WorkLimit) throws(StoreError) -> [AccountSessions]

  /// An account's; without sessions when it is deleted or not there.
  func sessions(ofAccount id: Int64, limit: WorkLimit) throws(StoreError) -> AccountSessions

  /// Opens a session.
  ///
  /// - Returns: false, and nothing was changed, when the account was deleted or got another password meanwhile.
  func open(_ session: NewSession, limit: WorkLimit) throws(StoreError) -> Bool

  /// Ends sessions; those that are gone count for nothing.
  func end(_ ids: [Int64], limit: WorkLimit) throws(StoreError)

  /// Writes down when sessions were last used.
  func noteUses(_ uses: [SessionUse], limit: WorkLimit) throws(StoreError)
}
