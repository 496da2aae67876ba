/// What can go wrong in a store, whatever database is behind it.
///
/// Text in a case is for the log, never bound values or personal data. Unless a port says otherwise, a call that throws has
/// changed nothing.
package enum StoreError: Error, Hashable, Sendable {
  /// Another writer held the database for longer than the busy timeout. Trying again may succeed.
  case busy
  /// The disk or a quota is full.
  case full
  /// The work limit asked to stop.
  case interrupted(WorkInterruption)
  /// The record is not there, or is deleted; the singular area name, such as "lesson".
  case notFound(String)
  /// A unique value is taken; names what is unique, such as "lesson_items.english_key".
  case duplicate(String)
  /// Another rule of the schema refused the change.
  case constraint(String)
  /// The record changed since the caller read it: read again and decide again.
  case changed
  /// The stored data cannot be trusted: a damaged file or a value outside its range.
  case corrupt(String)
  /// The disk or the database could not be read or written for another reason.
  case unavailable(String)
  /// The program broke a port's contract, such as using an audit intent twice.
  case misuse(String)
}
