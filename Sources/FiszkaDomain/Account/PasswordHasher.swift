/// Makes hashes of passwords and compares passwords with them.
///
/// Every call takes tens of milliseconds of processor time on purpose and blocks its thread. Safe to use from any thread; how
/// many run at once, and so how much memory they take, is for the caller to bound.
package protocol PasswordHasher: Sendable {
  /// A new hash with a salt of its own.
  ///
  /// - Throws: `.outOfMemory`.
  func hash(_ password: Password) throws(PasswordHashingError) -> String

  /// Whether a password is the one that was hashed. Takes as long for nil as for a hash with the present parameters, so that
  /// time does not tell whether there is one.
  ///
  /// - Parameter hash: from `hash`; nil: there is none, and the verdict is `.wrong`.
  /// - Throws: `.outOfMemory`, `.damaged`.
  func verify(_ password: Password, against hash: String?) throws(PasswordHashingError) -> PasswordVerdict
}
