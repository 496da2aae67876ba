package import FiszkaDomain

/// What the operator may want to know about the cache of clips.
package enum ClipEvent: Hashable, Sendable {
  /// Clips could not be stored; they live as long as memory keeps them.
  case notStored(count: Int, StoreError)
  /// A clip's file was damaged or gone, and the clip was removed.
  case damaged(ClipKey)
  /// Clips were removed: too old, or too many.
  case expired(ClipTotals)
  /// Files and records were compared; so many of each had no counterpart and were removed, and so many files were broken off.
  case reconciled(files: Int, records: Int, unfinished: Int)
  /// Something that is done now and then did not succeed; it is done again.
  case failed(String, StoreError)
}
