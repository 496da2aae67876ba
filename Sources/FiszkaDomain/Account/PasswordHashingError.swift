/// Why a password was neither hashed nor compared.
package enum PasswordHashingError: Error, Hashable, Sendable {
  /// There is no memory for a hash now.
  case outOfMemory
  /// What is stored is no hash, or one that this machine cannot make.
  case damaged
}
