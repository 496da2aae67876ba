import ArgumentParser
import Configuration

/// The options of `fiszkad serve`, one per setting.
struct ServeFlags: ParsableArguments {
  @Option(.config) var config: String?
  @Option(.data) var data: String?
  @Option(list: .unix) var unix: [String]
  @Option(list: .tcp) var tcp: [String]
  @Option(.unixMode) var unixMode: String?
  @Option(.unixGroup) var unixGroup: String?
  @Option(list: .adminNetwork) var adminNetwork: [String]
  @Option(list: .proxy) var proxy: [String]
  @Option(list: .frontEndUser) var frontEndUser: [String]
  @Option(.unixIdentity) var unixIdentity: String?
  @Option(list: .trustedUser) var trustedUser: [String]
  @Option(.hashTime) var hashTime: Int?
  @Option(.hashMemoryMiB) var hashMemoryMiB: Int?
  @Option(.hashParallelism) var hashParallelism: Int?
  @Option(.sessionIdleHours) var sessionIdleHours: Int?
  @Option(.sessionHours) var sessionHours: Int?
  @Option(.connections) var connections: Int?
  @Option(.streams) var streams: Int?
  @Option(.eventLoopThreads) var eventLoopThreads: Int?
  @Option(.workerThreads) var workerThreads: Int?
  @Option(.workerQueue) var workerQueue: Int?
  @Option(.longThreads) var longThreads: Int?
  @Option(.longQueue) var longQueue: Int?
  @Option(.hashingThreads) var hashingThreads: Int?
  @Option(.hashingQueue) var hashingQueue: Int?
  @Option(.frameKiB) var frameKiB: Int?
  @Option(.decodedMiB) var decodedMiB: Int?
  @Option(.unreadMiB) var unreadMiB: Int?
  @Option(.firstBytesSeconds) var firstBytesSeconds: Int?
  @Option(.frameSeconds) var frameSeconds: Int?
  @Option(.idleSeconds) var idleSeconds: Int?
  @Option(.stallSeconds) var stallSeconds: Int?
  @Option(.slowCallMilliseconds) var slowCallMilliseconds: Int?
  @Option(.importMiB) var importMiB: Int?
  @Option(.drainSeconds) var drainSeconds: Int?
  @Option(.logLevel) var logLevel: String?
  @OptionGroup var speech: SpeechFlags

  /// What was given, for the topmost layer of settings.
  var values: [AbsoluteConfigKey: ConfigValue] {
    let texts: [(Setting, String?)] = [
      (.config, config), (.data, data), (.unixMode, unixMode), (.unixGroup, unixGroup),
      (.unixIdentity, unixIdentity), (.logLevel, logLevel),
    ]
    let numbers: [(Setting, Int?)] = [
      (.connections, connections), (.streams, streams), (.eventLoopThreads, eventLoopThreads), (.workerThreads, workerThreads),
      (.workerQueue, workerQueue), (.longThreads, longThreads), (.longQueue, longQueue), (.hashingThreads, hashingThreads),
      (.hashingQueue, hashingQueue), (.hashTime, hashTime), (.hashMemoryMiB, hashMemoryMiB),
      (.hashParallelism, hashParallelism), (.sessionIdleHours, sessionIdleHours), (.sessionHours, sessionHours),
      (.importMiB, importMiB),
      (.drainSeconds, drainSeconds), (.frameKiB, frameKiB), (.decodedMiB, decodedMiB), (.unreadMiB, unreadMiB),
      (.firstBytesSeconds, firstBytesSeconds), (.frameSeconds, frameSeconds), (.idleSeconds, idleSeconds),
      (.stallSeconds, stallSeconds), (.slowCallMilliseconds, slowCallMilliseconds),
    ]
    let lists: [(Setting, [String])] = [
      (.unix, unix), (.tcp, tcp), (.adminNetwork, adminNetwork), (.proxy, proxy), (.frontEndUser, frontEndUser),
      (.trustedUser, trustedUser),
    ]
    var values: [AbsoluteConfigKey: ConfigValue] = [:]
    for case (let setting, let value?) in texts + speech.texts {
      values[setting.key] = ConfigValue(.string(value), isSecret: false)
    }
    for case (let setting, let value?) in numbers + speech.numbers {
      values[setting.key] = ConfigValue(.int(value), isSecret: false)
    }
    for (setting, value) in lists where !value.isEmpty {
      values[setting.key] = ConfigValue(.stringArray(value), isSecret: false)
    }
    return values
  }
}

extension Option {
  init<Element: ExpressibleByArgument>(_ setting: Setting) where Value == Element? {
    self.init(name: .customLong(setting.name), help: setting.help)
  }

  fileprivate init(list setting: Setting) where Value == [String] {
    self.init(wrappedValue: [], name: .customLong(setting.name), help: setting.help)
  }
}

extension Setting {
  /// Its name as swift-configuration wants it.
  var key: AbsoluteConfigKey { AbsoluteConfigKey([name]) }
}
