/// That an RPC method serves a story by one table: a row of `rtm_mapping`.
package struct TraceEntry: Hashable, Sendable {
  /// Such as "ST-003".
  package let storyID: String
  /// Full name of the method.
  package let endpoint: String
  /// As in the database; "" for a method that uses none.
  package let table: String
  /// Which columns the method reads and writes: "reads id, status; writes status".
  package let notes: String

  package init(storyID: String, endpoint: String, table: String, notes: String) {
    self.storyID = storyID
    self.endpoint = endpoint
    self.table = table
    self.notes = notes
  }
}
