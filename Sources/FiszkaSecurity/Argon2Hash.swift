/// A hash as it is stored, in the PHC string format: `$argon2id$v=19$m=65536,t=2,p=1$salt$hash`, base64 without padding.
struct Argon2Hash: Equatable {
  /// The only version that is made and read: 1.3.
  static let version = 19
  static let saltBytes = 16
  static let digestBytes = 32

  let parameters: Argon2Parameters
  /// 8 to 64 bytes.
  let salt: [UInt8]
  /// 16 to 64 bytes.
  let digest: [UInt8]

  init(parameters: Argon2Parameters, salt: [UInt8], digest: [UInt8]) {
    self.parameters = parameters
    self.salt = salt
    self.digest = digest
  }

  /// Nil when the text is no hash of this kind and version.
  init?(parsing text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard text.utf8.count <= 512, parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=\(Self.version)"
    else { return nil }
    let numbers = parts[3].split(separator: ",", omittingEmptySubsequences: false)
    guard numbers.count == 3, let memory = Self.number(numbers[0], "m="), let time = Self.number(numbers[1], "t="),
      let parallelism = Self.number(numbers[2], "p="), let salt = Base64.decode(parts[4], .plain),
      let digest = Base64.decode(parts[5], .plain), (8...64).contains(salt.count), (16...64).contains(digest.count)
    else { return nil }
    self.init(
      parameters: Argon2Parameters(time: time, memoryKiB: memory, parallelism: parallelism), salt: salt, digest: digest)
  }

  /// The stored form.
  var text: String {
    let numbers = "m=\(parameters.memoryKiB),t=\(parameters.time),p=\(parameters.parallelism)"
    return "$argon2id$v=\(Self.version)$\(numbers)$\(Base64.encode(salt, .plain))$\(Base64.encode(digest, .plain))"
  }

  private static func number(_ text: Substring, _ prefix: String) -> UInt32? {
    guard text.hasPrefix(prefix) else { return nil }
    let digits = text.dropFirst(prefix.count)
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0" else { return nil }
    return UInt32(digits)
  }
}
