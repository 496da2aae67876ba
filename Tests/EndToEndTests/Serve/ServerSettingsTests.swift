import ArgumentParser
import NIOCore
import TTRPC
import TTRPCWire
import Testing

@testable import fiszkad

/// How settings reach the server's configuration.
@Suite struct ServerSettingsTests {
  private typealias Change = @Sendable (inout ServerConfiguration) -> Void

  /// A number for each setting of the server, none of them a default, and what it changes.
  private static let numbers: [(setting: Setting, value: Int, change: Change)] = [
    (.connections, 11, { $0.connections = 11 }),
    (.streams, 12, { $0.limits.streamsPerConnection = 12 }),
    (.eventLoopThreads, 13, { $0.eventLoopThreads = 13 }),
    (.workerThreads, 14, { $0.workerThreads = 14 }),
    (.workerQueue, 15, { $0.workerQueue = 15 }),
    (.longThreads, 16, { $0.longThreads = 16 }),
    (.longQueue, 17, { $0.longQueue = 17 }),
    (.hashingThreads, 9, { $0.hashingThreads = 9 }),
    (.hashingQueue, 18, { $0.hashingQueue = 18 }),
    (.speechThreads, 19, { $0.speechThreads = 19 }),
    (.speechQueue, 20, { $0.speechQueue = 20 }),
    (.frameKiB, 21, { $0.limits.frameBytes = 21_504 }),
    (.decodedMiB, 22, { $0.limits.decodedBytes = 23_068_672 }),
    (.unreadMiB, 23, { $0.limits.outboundBytesPerConnection = 24_117_248 }),
    (.firstBytesSeconds, 24, { $0.times.firstBytes = .seconds(24) }),
    (.frameSeconds, 25, { $0.times.frame = .seconds(25) }),
    (.idleSeconds, 26, { $0.times.idle = .seconds(26) }),
    (.stallSeconds, 27, { $0.times.writeStall = .seconds(27) }),
    (.slowCallMilliseconds, 28, { $0.slowCall = .milliseconds(28) }),
    (.drainSeconds, 29, { $0.drainTime = .seconds(29) }),
  ]

  /// Numbers that other parts of the daemon take.
  private static let othersNumbers: [Setting] = [
    .hashTime, .hashMemoryMiB, .hashParallelism, .sessionIdleHours, .sessionHours, .importMiB, .espeakProcesses, .engineTimeout,
    .externalTimeout, .clipMiB, .clipMemoryMiB, .clipDays, .speechQuota,
  ]

  private func server(_ options: [String], _ variables: [String: String] = [:]) throws -> ServerConfiguration {
    let folder = try TemporaryFolder()
    let layers = try SettingLayers(
      try ServeFlags.parse(options), environment: variables.merging(["FISZKA_DATA": folder / "data"]) { $1 })
    return try ServeSettings(layers).server
  }

  @Test func nothingSetLeavesTheServersOwnDefaults() throws {
    #expect(try server([]) == ServerConfiguration())
  }

  @Test func eachNumberChangesItsOwnFieldOnly() throws {
    for (setting, value, change) in Self.numbers {
      var expected = ServerConfiguration()
      change(&expected)
      #expect(expected != ServerConfiguration(), "\(setting.name)")
      #expect(try server([setting.flag, "\(value)"]) == expected, "\(setting.flag)")
      #expect(try server([], [setting.variable: "\(value)"]) == expected, "\(setting.variable)")
    }
  }

  @Test func noNumberOfTheServerIsLeftOut() {
    let all = Setting.all.filter { if case .number = $0.kind { true } else { false } }
    #expect(all.map(\.name).sorted() == (Self.numbers.map(\.setting) + Self.othersNumbers).map(\.name).sorted())
  }
}
