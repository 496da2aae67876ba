/// What comparing a password with a hash gives.
package enum PasswordVerdict: Hashable, Sendable {
  /// It is another password.
  case wrong
  /// It is the password.
  case right
  /// It is the password, and the hash was made with other parameters than new ones: hash again.
  case rightButOutdated
}
