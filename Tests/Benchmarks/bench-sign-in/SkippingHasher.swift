import FiszkaDomain

/// The mistake that the bench must find: no hash where there is nothing to compare with.
struct SkippingHasher: PasswordHasher {
  let hasher: any PasswordHasher

  func hash(_ password: Password) throws(PasswordHashingError) -> String { try hasher.hash(password) }

  func verify(_ password: Password, against hash: String?) throws(PasswordHashingError) -> PasswordVerdict {
    guard let hash else { return .wrong }
    return try hasher.verify(password, against: hash)
  }
}
