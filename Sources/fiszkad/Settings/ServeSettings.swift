import FiszkaDomain
import FoundationEssentials
import Glibc
import Logging
import NIOCore
import TTRPC
import TTRPCWire

/// The settings of `fiszkad serve`, checked.
struct ServeSettings {
  /// Absolute; exists and can be written to.
  let dataFolder: String
  /// At least one.
  let addresses: [Address]
  let server: ServerConfiguration
  let logLevel: Logger.Level
  let imports: ImportLimits
  /// Whom the server believes where calls come from, and where admins may act.
  let origins: OriginRules
  let accounts: AccountSettings
  let speech: SpeechServeSettings

  /// Makes the data folder once everything else is known to be right.
  init(_ layers: SettingLayers) throws(StartFailure) {
    server = try Self.server(layers)
    logLevel = try Self.logLevel(layers)
    imports = ImportLimits(maximumFileBytes: Int64(try layers.number(.importMiB)) << 20)
    origins = try Self.origins(layers)
    accounts = try AccountSettings(layers)
    speech = try SpeechServeSettings(layers)
    let listed = try Self.listed(layers)
    dataFolder = try DataFolder.open(try layers.text(.data))
    addresses = listed.isEmpty ? [try Self.standardAddress(in: dataFolder)] : listed
  }

  private static func server(_ layers: SettingLayers) throws(StartFailure) -> ServerConfiguration {
    var server = ServerConfiguration()
    server.connections = try layers.number(.connections)
    server.limits.streamsPerConnection = try layers.number(.streams)
    server.eventLoopThreads = try layers.number(.eventLoopThreads)
    server.workerThreads = try layers.number(.workerThreads)
    server.workerQueue = try layers.number(.workerQueue)
    server.longThreads = try layers.number(.longThreads)
    server.longQueue = try layers.number(.longQueue)
    server.hashingThreads = try layers.number(.hashingThreads)
    server.hashingQueue = try layers.number(.hashingQueue)
    server.speechThreads = try layers.number(.speechThreads)
    server.speechQueue = try layers.number(.speechQueue)
    server.limits.frameBytes = try layers.number(.frameKiB) << 10
    server.limits.decodedBytes = try layers.number(.decodedMiB) << 20
    server.limits.outboundBytesPerConnection = try layers.number(.unreadMiB) << 20
    server.times.firstBytes = .seconds(Int64(try layers.number(.firstBytesSeconds)))
    server.times.frame = .seconds(Int64(try layers.number(.frameSeconds)))
    server.times.idle = .seconds(Int64(try layers.number(.idleSeconds)))
    server.times.writeStall = .seconds(Int64(try layers.number(.stallSeconds)))
    server.slowCall = .milliseconds(Int64(try layers.number(.slowCallMilliseconds)))
    server.drainTime = .seconds(Int64(try layers.number(.drainSeconds)))
    if let mode = try layers.text(.unixMode) {
      guard let bits = UInt32(mode.value, radix: 8), bits <= 0o777 else {
        throw StartFailure("\(mode.place) must be permissions in octal, such as 0660, not \"\(mode.value)\".")
      }
      server.unixMode = bits
    }
    server.unixGroup = try unixGroup(layers)
    return server
  }

  private static func unixGroup(_ layers: SettingLayers) throws(StartFailure) -> UInt32? {
    guard let group = try layers.text(.unixGroup) else { return nil }
    if let id = UInt32(group.value) { return id }
    guard let entry = getgrnam(group.value) else {
      throw StartFailure("\(group.place): there is no group \"\(group.value)\"; `getent group` lists them.")
    }
    return entry.pointee.gr_gid
  }

  private static func logLevel(_ layers: SettingLayers) throws(StartFailure) -> Logger.Level {
    guard let name = try layers.text(.logLevel) else { return .info }
    if let level = Logger.Level(rawValue: name.value) { return level }
    let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
    throw StartFailure("\(name.place) must be one of \(names), not \"\(name.value)\".")
  }

  // MARK: Addresses

  private static func listed(_ layers: SettingLayers) throws(StartFailure) -> [Address] {
    var addresses: [Address] = []
    if let names = try layers.list(.unix) {
      for name in names.value { addresses.append(try address("unix:\(name)", names.place)) }
    }
    if let hosts = try layers.list(.tcp) {
      for host in hosts.value {
        addresses.append(try address("tcp:\(host)", hosts.place).withNumericLocalhost)
      }
    }
    return addresses
  }

  private static func standardAddress(in folder: String) throws(StartFailure) -> Address {
    do throws(StartFailure) {
      return try address("unix:\(folder)/fiszkad.sock", Setting.data.flag)
    } catch {
      throw StartFailure("\(error.message) Choose a shorter data folder, or name a socket by \(Setting.unix.flag).")
    }
  }

  private static func address(_ text: String, _ place: String) throws(StartFailure) -> Address {
    do throws(AddressError) {
      return try Address(parsing: text)
    } catch {
      throw StartFailure("\(place): \(error)")
    }
  }
}
