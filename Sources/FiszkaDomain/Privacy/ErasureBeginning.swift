/// What became of the wish to erase a person.
package enum ErasureBeginning: Hashable, Sendable {
  /// It begins now; so many sessions were ended.
  case begun(endedSessions: Int64)
  /// It has begun before and is not finished.
  case unfinished
  /// It was done before.
  case finished
  /// It would leave no admin.
  case lastAdmin
}
