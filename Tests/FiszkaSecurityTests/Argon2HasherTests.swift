import FiszkaDomain
import Testing

@testable import FiszkaSecurity

struct Argon2HasherTests {
  private let cheap = Argon2Parameters(time: 1, memoryKiB: 64, parallelism: 1)
  private let password = Password("correct horse battery")!

  /// From the tests of the reference implementation (phc-winner-argon2, test.c, version 1.3).
  @Test func aHashOfTheReferenceImplementationOpensForItsPasswordOnly() throws {
    let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc"
    let hasher = Argon2Hasher()
    #expect(try hasher.verify(Password("password")!, against: hash) == .right)
    #expect(try hasher.verify(Password("passwore")!, against: hash) == .wrong)
    #expect(hasher.hashCount == 2)
  }

  @Test func aNewHashHasTheParametersAndASaltOfItsOwn() throws {
    let hasher = Argon2Hasher(Argon2Parameters(time: 3, memoryKiB: 128, parallelism: 2))
    let hash = try hasher.hash(password)
    #expect(hash.hasPrefix("$argon2id$v=19$m=128,t=3,p=2$"))
    #expect(try hasher.hash(password) != hash)
    #expect(try hasher.verify(password, against: hash) == .right)
    #expect(try hasher.verify(Password("correct horse batterY")!, against: hash) == .wrong)
  }

  @Test func aHashWithOtherParametersIsOutdated() throws {
    let hash = try Argon2Hasher(cheap).hash(password)
    for other in [
      Argon2Parameters(time: 2, memoryKiB: 64, parallelism: 1), Argon2Parameters(time: 1, memoryKiB: 65, parallelism: 1),
      Argon2Parameters(time: 1, memoryKiB: 64, parallelism: 2),
    ] {
      #expect(try Argon2Hasher(other).verify(password, against: hash) == .rightButOutdated)
      #expect(try Argon2Hasher(other).verify(Password("another")!, against: hash) == .wrong)
    }
  }

  @Test func withoutAHashTheSameWorkIsDoneAndTheVerdictIsWrong() throws {
    let hasher = Argon2Hasher(cheap)
    #expect(try hasher.verify(password, against: nil) == .wrong)
    #expect(hasher.hashCount == 1)
  }

  @Test(arguments: [
    "", "hash", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
    "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
    "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=64,t=1,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
    "$argon2id$v=19$m=064,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
    "$argon2id$v=19$m=-1,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
    "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc=",
    "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc$",
    // The library refuses less than 8 KiB per lane.
    "$argon2id$v=19$m=4,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHApl8ArZWb2GRPPc",
  ])
  func whatIsNoHashIsDamage(text: String) {
    #expect(throws: PasswordHashingError.damaged) { try Argon2Hasher(cheap).verify(password, against: text) }
  }

  @Test func withoutMemoryNothingIsSaid() {
    let hasher = Argon2Hasher(Argon2Parameters(time: 1, memoryKiB: 1 << 31, parallelism: 1))
    #expect(throws: PasswordHashingError.outOfMemory) { try hasher.hash(password) }
    #expect(throws: PasswordHashingError.outOfMemory) { try hasher.verify(password, against: nil) }
  }
}
