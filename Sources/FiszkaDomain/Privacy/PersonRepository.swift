/// The persons behind accounts, for whoever exports or erases what is stored about them.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol PersonRepository: Sendable {
  /// Whether an account has this id and its person was not erased. Deleted accounts still have one.
  func hasPerson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Bool
}
