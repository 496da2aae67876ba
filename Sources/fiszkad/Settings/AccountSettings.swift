import FiszkaDomain
import FiszkaSecurity

/// The settings about accounts, checked.
struct AccountSettings {
  let hashing: Argon2Parameters
  let sessions: SessionRules
  /// Whether the server's own user and root are known by the socket.
  let knowsUnixPeers: Bool
  /// Roles of other users of this machine, by their ids.
  let listed: [UInt32: AccountRole]

  init(_ layers: SettingLayers) throws(StartFailure) {
    hashing = try Self.hashing(layers)
    let idle = Int64(try layers.number(.sessionIdleHours))
    let longest = Int64(try layers.number(.sessionHours))
    // A session that ends sooner in any case needs no longer pause.
    sessions = SessionRules(idle: .seconds(min(idle, longest) * 3_600), longest: .seconds(longest * 3_600))
    knowsUnixPeers = try Self.isOn(.unixIdentity, layers)
    listed = try Self.listed(layers)
  }

  /// What new password hashes cost.
  static func hashing(_ layers: SettingLayers) throws(StartFailure) -> Argon2Parameters {
    let memoryKiB = UInt32(try layers.number(.hashMemoryMiB)) << 10
    return Argon2Parameters(
      time: UInt32(try layers.number(.hashTime)), memoryKiB: memoryKiB,
      parallelism: UInt32(try layers.number(.hashParallelism)))
  }

  private static func isOn(_ setting: Setting, _ layers: SettingLayers) throws(StartFailure) -> Bool {
    guard let found = try layers.text(setting) else { return true }
    switch found.value {
    case "on": return true
    case "off": return false
    default: throw StartFailure("\(found.place) must be on or off, not \"\(found.value)\".")
    }
  }

  private static func listed(_ layers: SettingLayers) throws(StartFailure) -> [UInt32: AccountRole] {
    guard let texts = try layers.list(.trustedUser) else { return [:] }
    var roles: [UInt32: AccountRole] = [:]
    for text in texts.value {
      guard let colon = text.lastIndex(of: ":"), let role = AccountRole(rawValue: String(text[colon...].dropFirst())) else {
        throw StartFailure("\(texts.place): \"\(text)\" names no role: write USER:user or USER:admin, such as www-data:user.")
      }
      let user = try ServeSettings.userID(String(text[..<colon]), texts.place)
      if let other = roles[user], other != role {
        throw StartFailure("\(texts.place): user \(user) is listed with two roles; list each user once.")
      }
      roles[user] = role
    }
    return roles
  }
}
