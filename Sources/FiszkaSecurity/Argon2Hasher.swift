import CArgon2
import CSodium
package import FiszkaDomain
import Synchronization

/// Passwords hashed with Argon2id (RFC 9106) by libargon2.
///
/// A call takes `memoryKiB` of memory while it runs and gives it back; libargon2 wipes it before.
package final class Argon2Hasher: PasswordHasher {
  private let parameters: Argon2Parameters
  /// What is compared with where there is no hash: the same work, and no password gives it but by a chance of 2⁻²⁵⁶.
  private let decoy: Argon2Hash
  private let made = Atomic<Int>(0)

  package init(_ parameters: Argon2Parameters = .init()) {
    self.parameters = parameters
    decoy = Argon2Hash(
      parameters: parameters, salt: RandomBytes.make(Argon2Hash.saltBytes), digest: RandomBytes.make(Argon2Hash.digestBytes))
  }

  /// How many hashes were made, for comparisons too.
  package var hashCount: Int { made.load(ordering: .relaxed) }

  package func hash(_ password: Password) throws(PasswordHashingError) -> String {
    let salt = RandomBytes.make(Argon2Hash.saltBytes)
    let digest = try digest(password, salt, parameters, length: Argon2Hash.digestBytes)
    return Argon2Hash(parameters: parameters, salt: salt, digest: digest).text
  }

  package func verify(_ password: Password, against hash: String?) throws(PasswordHashingError) -> PasswordVerdict {
    let parsed = hash.map { Argon2Hash(parsing: $0) } ?? decoy
    guard let stored = parsed else { throw .damaged }
    var digest = try digest(password, stored.salt, stored.parameters, length: stored.digest.count)
    defer { digest.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) } }
    let isEqual = sodium_memcmp(digest, stored.digest, digest.count) == 0
    guard isEqual, hash != nil else { return .wrong }
    return stored.parameters == parameters ? .right : .rightButOutdated
  }

  private func digest(
    _ password: Password, _ salt: [UInt8], _ parameters: Argon2Parameters, length: Int
  ) throws(PasswordHashingError) -> [UInt8] {
    made.add(1, ordering: .relaxed)
    var code = ARGON2_OK.rawValue
    let digest = [UInt8](unsafeUninitializedCapacity: length) { digest, count in
      code = password.withBytes { password in
        argon2id_hash_raw(
          parameters.time, parameters.memoryKiB, parameters.parallelism, password.baseAddress, password.count, salt, salt.count,
          digest.baseAddress, length)
      }
      count = code == ARGON2_OK.rawValue ? length : 0
    }
    switch code {
    case ARGON2_OK.rawValue: return digest
    case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue, ARGON2_THREAD_FAIL.rawValue: throw .outOfMemory
    default: throw .damaged
    }
  }
}
