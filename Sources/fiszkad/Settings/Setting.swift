import ArgumentParser
import NIOCore
import TTRPC
import TTRPCWire

/// One setting of `fiszkad serve`: its name in every place, and what is told of it.
struct Setting: Sendable {
  /// As option with two dashes before it, and in the configuration file.
  let name: String
  let kind: Kind
  /// Stands for the value in the help.
  let valueName: String
  /// A sentence.
  let explanation: String
  /// What holds where nothing is set.
  let defaultText: String

  /// What values it takes.
  enum Kind: Sendable {
    case text
    case list
    /// Whole numbers in a range.
    case number(ClosedRange<Int>, default: Int)
  }

  init(_ name: String, _ kind: Kind, _ valueName: String, default defaultText: String, _ explanation: String) {
    self.name = name
    self.kind = kind
    self.valueName = valueName
    self.explanation = explanation
    self.defaultText = defaultText
  }

  init(_ name: String, _ range: ClosedRange<Int>, default value: Int, _ explanation: String) {
    self.init(
      name, .number(range, default: value), "n", default: "\(value)",
      "\(explanation), \(range.lowerBound) to \(range.upperBound).")
  }

  /// As on the command line.
  var flag: String { "--\(name)" }
  /// In the environment.
  var variable: String { "FISZKA_" + name.uppercased().replacing("-", with: "_") }

  /// What the value must be, for errors: "a whole number from 1 to 8".
  var expected: String {
    switch kind {
    case .text: "a text"
    case .list: "a list of texts"
    case .number(let range, _): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// For `--help`.
  var help: ArgumentHelp {
    ArgumentHelp("\(explanation) [\(variable); default: \(defaultText)]", valueName: valueName)
  }
}

extension Setting {
  /// What holds where nothing is set: the runtime's own defaults.
  static let server = ServerConfiguration()

  static let config = Setting(
    "config", .text, "file", default: "none", "Configuration file in JSON; cannot be set in itself.")
  static let data = Setting(
    "data", .text, "folder", default: "$XDG_DATA_HOME/fiszka or ~/.local/share/fiszka",
    "Folder of everything that is stored; made if absent.")
  static let unix = Setting(
    "unix", .list, "path|@name", default: "FOLDER/fiszkad.sock unless there is --tcp",
    "Unix socket to listen on, @ for an abstract name; can be repeated.")
  static let tcp = Setting(
    "tcp", .list, "host:port", default: "none",
    "TCP address to listen on, an IPv6 one in brackets; port 0 lets the system choose; can be repeated.")
  static let unixMode = Setting(
    "unix-mode", .text, "octal", default: "0\(String(server.unixMode, radix: 8))", "Permissions of the socket files.")
  static let unixGroup = Setting(
    "unix-group", .text, "name|id", default: "the process's own", "Group of the socket files.")
  static let adminNetwork = Setting(
    "admin-network", .list, "network", default: "192.168.1.0/24",
    "Network from which admins may act as such over TCP, besides this machine: 10.0.0.0/8, fd00::/64 or one address; can be "
      + "repeated.")
  static let proxy = Setting(
    "proxy", .list, "network", default: "none",
    "Network or address of proxies whose x-forwarded-for is believed; can be repeated.")
  static let frontEndUser = Setting(
    "front-end-uid", .list, "id|name", default: "none",
    "User of this machine whose x-forwarded-for is believed over a Unix socket; can be repeated.")
  static let unixIdentity = Setting(
    "unix-identity", .text, "on|off", default: "on",
    "Whether the server's own user and root act as the system over a Unix socket; off: they sign in like everybody.")
  static let trustedUser = Setting(
    "trusted-uid", .list, "id|name:role", default: "none",
    "User of this machine who acts as the system with this role, user or admin, over a Unix socket; can be repeated.")
  static let hashTime = Setting("argon2-time", 1...1_000, default: 2, "Passes of Argon2id over its memory")
  static let hashMemoryMiB = Setting("argon2-memory-mib", 1...4_096, default: 64, "Memory of one password hash in MiB")
  static let hashParallelism = Setting("argon2-parallelism", 1...64, default: 1, "Lanes and threads of one password hash")
  static let sessionIdleHours = Setting(
    "session-idle-hours", 1...87_600, default: 336, "Hours without a call after which a session ends")
  static let sessionHours = Setting(
    "session-hours", 1...87_600, default: 2_160, "Hours after which a session ends in any case")
  static let connections = Setting("connections", 1...100_000, default: server.connections, "Connections open at once")
  static let streams = Setting(
    "streams-per-connection", 1...100_000, default: server.limits.streamsPerConnection, "Calls open at once on one connection")
  static let eventLoopThreads = Setting(
    "event-loop-threads", 1...64, default: server.eventLoopThreads, "Threads that carry bytes")
  static let workerThreads = Setting("worker-threads", 1...256, default: server.workerThreads, "Threads for ordinary calls")
  static let workerQueue = Setting(
    "worker-queue", 1...100_000, default: server.workerQueue, "Ordinary calls that may wait for a thread")
  static let longThreads = Setting("long-threads", 1...64, default: server.longThreads, "Threads for long work, such as imports")
  static let hashingThreads = Setting(
    "hashing-threads", 1...16, default: server.hashingThreads, "Threads for password hashing; each takes the memory of one hash")
  static let hashingQueue = Setting(
    "hashing-queue", 1...10_000, default: server.hashingQueue, "Calls that may wait for password hashing")
  static let longQueue = Setting(
    "long-queue", 1...10_000, default: server.longQueue, "Calls of long work that may wait for a thread")
  static let frameKiB = Setting(
    "frame-limit-kib", 1...4_096, default: server.limits.frameBytes >> 10, "Most KiB of one message with its envelope")
  static let decodedMiB = Setting(
    "decoded-limit-mib", 1...1_024, default: server.limits.decodedBytes >> 20,
    "Most MiB of memory that one message may need while it is decoded")
  static let unreadMiB = Setting(
    "unread-limit-mib", 1...1_024, default: server.limits.outboundBytesPerConnection >> 20,
    "Most MiB of answers that wait for a caller to read them, per connection")
  static let firstBytesSeconds = Setting(
    "first-bytes-seconds", 1...86_400, default: server.times.firstBytes.seconds,
    "Seconds until a new connection is closed that sends nothing")
  static let frameSeconds = Setting(
    "frame-seconds", 1...86_400, default: server.times.frame.seconds,
    "Seconds until a connection is closed that began a message and does not end it")
  static let idleSeconds = Setting(
    "idle-seconds", 1...604_800, default: server.times.idle.seconds,
    "Seconds until a connection is closed without calls and without a ping")
  static let stallSeconds = Setting(
    "stall-seconds", 1...86_400, default: server.times.writeStall.seconds,
    "Seconds until a caller is cut off that takes nothing of its answers")
  static let slowCallMilliseconds = Setting(
    "slow-call-ms", 1...86_400_000, default: Int(server.slowCall.nanoseconds / 1_000_000),
    "Milliseconds from which a call is logged as slow")
  static let importMiB = Setting("import-limit-mib", 1...1_048_576, default: 128, "Most MiB of one imported file")
  static let drainSeconds = Setting(
    "drain-seconds", 0...3_600, default: server.drainTime.seconds, "Seconds that calls get to end on shutdown")
  static let logLevel = Setting(
    "log-level", .text, "level", default: "info",
    "Least level that is logged: trace, debug, info, notice, warning, error or critical.")

  /// In the order of the help.
  static let all =
    [
      config, data, unix, tcp, unixMode, unixGroup, adminNetwork, proxy, frontEndUser, unixIdentity, trustedUser,
      hashTime, hashMemoryMiB, hashParallelism, sessionIdleHours, sessionHours, connections, streams, eventLoopThreads,
      workerThreads, workerQueue, longThreads, longQueue, hashingThreads, hashingQueue, frameKiB, decodedMiB, unreadMiB,
      firstBytesSeconds, frameSeconds, idleSeconds, stallSeconds, slowCallMilliseconds, importMiB, drainSeconds, logLevel,
    ] + speech
}

extension TimeAmount {
  /// Whole seconds, which every default is.
  fileprivate var seconds: Int { Int(nanoseconds / 1_000_000_000) }
}
