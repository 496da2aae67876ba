/// Keeps the traceability matrix, `rtm_mapping`.
package protocol TraceRepository: Sendable {
  /// Makes the matrix these entries, in this order. Writes nothing when it is so already.
  func replace(with entries: [TraceEntry], limit: WorkLimit) throws(StoreError)
}
