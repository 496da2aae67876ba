/// Finds what lessons say about pronunciation. Blocks its thread; any thread.
package protocol PhoneticHintRepository: Sendable {
  /// The hint of the newest item of that English that has one; nil: there is none.
  func phoneticHint(ofEnglish key: TextKey, limit: WorkLimit) throws(StoreError) -> String?
}
