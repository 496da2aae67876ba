import NIOCore
import NIOEmbedded
import Testing

@testable import TTRPC

@Suite struct UnopenedConnectionTests {
  @Test func connectionWhoseChannelNeverBecameActiveIsForgotten() throws {
    let metrics = ServerMetrics()
    let configuration = ServerConfiguration()
    let lanes = Lanes(configuration)
    defer { for lane in [lanes.worker, lanes.long, lanes.hashing, lanes.speech] { lane.shutdown() } }
    let environment = ServerEnvironment(
      registry: try MethodRegistry([], interceptors: [], metrics: metrics), configuration: configuration, lanes: lanes,
      metrics: metrics, logger: .quiet)
    let channel = EmbeddedChannel()
    let connection = ServerConnection(environment, channel: channel, peer: .unknown)
    try channel.pipeline.syncOperations.addHandler(connection)
    #expect(environment.connections.count == 1)
    channel.pipeline.syncOperations.removeHandler(connection, promise: nil)
    #expect(environment.connections.count == 0)
    #expect(metrics.openConnections == 0)
    _ = try channel.finish()
    #expect(metrics.openConnections == 0)
  }
}

extension ServerConnection: RemovableChannelHandler {}
