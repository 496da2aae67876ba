import FiszkaDomain
import Glibc

extension ServeSettings {
  /// Reads the settings about where calls come from.
  static func origins(_ layers: SettingLayers) throws(StartFailure) -> OriginRules {
    let adminNetworks = try networks(.adminNetwork, layers).map { AdminNetworks($0) }
    let proxies = try networks(.proxy, layers) ?? []
    var frontEnds: Set<UInt32> = []
    if let users = try layers.list(.frontEndUser) {
      for user in users.value { frontEnds.insert(try userID(user, users.place)) }
    }
    return OriginRules(adminNetworks: adminNetworks ?? .standard, proxies: proxies, frontEnds: frontEnds)
  }

  /// Nil where nothing is set.
  private static func networks(_ setting: Setting, _ layers: SettingLayers) throws(StartFailure) -> [IPNetwork]? {
    guard let texts = try layers.list(setting) else { return nil }
    var networks: [IPNetwork] = []
    for text in texts.value {
      guard let network = IPNetwork(text) else {
        throw StartFailure(
          "\(texts.place): \"\(text)\" is no network. Write 192.168.1.0/24, fd00::/64 or one address; behind the prefix all "
            + "bits are zero.")
      }
      networks.append(network)
    }
    return networks
  }

  /// - Parameter user: an id or a name.
  static func userID(_ user: String, _ place: String) throws(StartFailure) -> UInt32 {
    if let id = UInt32(user) { return id }
    guard let entry = getpwnam(user) else {
      throw StartFailure("\(place): there is no user \"\(user)\"; `getent passwd` lists them.")
    }
    return entry.pointee.pw_uid
  }
}
