/// Where accounts are kept.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
/// Whoever keeps sessions in memory reads an account's anew after each change made here.
package protocol AccountRepository: Sendable {
  /// Also a deleted one.
  ///
  /// - Throws: `.notFound("user")`.
  func account(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Account

  /// By ascending id, without the system's.
  func accounts(_ filter: AccountFilter, page: PageRequest, limit: WorkLimit) throws(StoreError) -> Page<Account>

  /// What opens the account with this address; nil: there is none, or it is deleted.
  func credentials(for email: EmailAddress, limit: WorkLimit) throws(StoreError) -> Credentials?

  /// What opens this account; nil: there is none, or it is deleted.
  func credentials(of id: Int64, limit: WorkLimit) throws(StoreError) -> Credentials?

  /// - Returns: the account, and how many there are now, deleted ones and the system's not counted.
  /// - Throws: `.duplicate("user")` when another account has the address.
  func create(
    _ new: NewAccount, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> (account: Account, count: Int64)

  /// Names what it changes to `audit`. Whether it is the last admin is decided in the transaction of the change.
  ///
  /// - Throws: `.notFound("user")`, also for a deleted one; `.duplicate("user")` when another account has the address.
  func update(_ id: Int64, _ change: AccountChange, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) -> AccountOutcome

  /// Deletes an account and its sessions.
  ///
  /// - Throws: `.notFound("user")`, also for a deleted one.
  func delete(_ id: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) -> AccountOutcome

  /// Sets the password of an account and ends its sessions.
  ///
  /// - Parameters:
  ///   - replaced: the hash that the account must still have; nil: whatever it has.
  ///   - kept: id of a session that goes on.
  /// - Returns: how many sessions were ended.
  /// - Throws: `.notFound("user")`, also for a deleted one; `.changed` when it has another hash by now.
  func setPasswordHash(
    _ hash: String, of id: Int64, replacing replaced: String?, keepingSession kept: Int64?, audit: AuditIntent?,
    limit: WorkLimit
  ) throws(StoreError) -> Int64
}
