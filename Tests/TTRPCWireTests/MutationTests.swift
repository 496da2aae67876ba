import CommonProto
import NIOCore
import Testing

@testable import TTRPCWire

/// Valid connections, mutated: nothing crashes, and every bound holds after every chunk.
@Suite struct MutationTests {
  /// 10 × 5,000 for each side.
  private static let seeds = Array(UInt64(1)...10)
  private static let roundsPerSeed = 5_000

  private static let limits = {
    var limits = Limits()
    limits.frameBytes = 96
    limits.streamsPerConnection = 3
    limits.waitingBytesPerStream = 256
    limits.waitingBytesPerConnection = 512
    limits.metadataEntries = 3
    limits.metadataBytes = 64
    limits.statusMessageBytes = 16
    limits.statusDetails = 1
    limits.statusDetailBytes = 16
    return limits
  }()

  private static let fromClient: ByteBuffer = {
    var metadata = Metadata()
    metadata.append("Bearer x", for: "authorization")
    var bytes = ByteBuffer()
    for (streamID, method, flags, length) in [
      (1, "U", [], 20), (3, "C", .remoteOpen, 0), (5, "S", .remoteClosed, 3), (7, "B", .remoteOpen, 1),
    ] as [(UInt32, String, FrameFlags, Int)] {
      let head = RequestHead(service: "t.T", method: method, timeoutNanoseconds: 1_000, metadata: metadata)
      bytes.writeRequestPrefix(head, payloadLength: length, streamID: streamID, flags: flags)
      bytes.writeRepeatingByte(7, count: length)
    }
    bytes.writeImmutableBuffer(frame(.data, 3, [], hex("0102")) + frame(.data, 7) + frame(.data, 7, [.remoteClosed, .noData]))
    bytes.writeImmutableBuffer(frame(.data, 3, .remoteClosed, hex("03")))
    return bytes
  }()

  private static let fromServer: ByteBuffer = {
    var bytes = ByteBuffer()
    bytes.writeResponsePrefix(payloadLength: 20, streamID: 1)
    bytes.writeRepeatingByte(7, count: 20)
    bytes.writeImmutableBuffer(frame(.data, 5, [], hex("0102")) + frame(.data, 7) + frame(.data, 7, [.remoteClosed, .noData]))
    bytes.writeImmutableBuffer(frame(.data, 5, .remoteClosed, hex("03")))
    bytes.writeResponse(.init(code: 5, message: "no", details: [.init(typeUrl: "t", value: [1])]), streamID: 3, limits: limits)
    return bytes
  }()

  @Test(arguments: seeds) func aServerSurvivesAnyBytes(_ seed: UInt64) {
    var orders: Set<Substring> = []
    var generator = SeededGenerator(seed: seed)
    for round in 0..<Self.roundsPerSeed {
      var server = ServerHarness(limits: Self.limits)
      for chunk in Self.mutatedChunks(of: Self.fromClient, using: &generator) {
        server.receive(chunk)
        Self.act(on: &server, using: &generator)
        let holds =
          server.state.openStreams <= 3 && (0...512).contains(server.state.waitingBytes)
          && server.keptBytes <= 96 + chunk.readableBytes && server.written.readableBytes <= server.log.count * 250
        if !holds { Issue.record("bounds broken in round \(round)") }
      }
      if round.isMultiple(of: 3) { orders.formUnion(server.log.map { $0.split(separator: " ")[1] }) }
    }
    #expect(orders == ["call", "message", "last", "end", "answer", "fail", "ignore", "close"], "not every order was reached")
  }

  @Test(arguments: seeds) func aClientSurvivesAnyBytes(_ seed: UInt64) {
    var orders: Set<Substring> = []
    var generator = SeededGenerator(seed: seed &+ 1_000)
    for round in 0..<Self.roundsPerSeed {
      var limits = Self.limits
      limits.streamsPerConnection = 4
      var client = ClientHarness(limits: limits)
      for (method, shape) in ServerHarness.shapes { _ = client.call(method, shape) }
      for chunk in Self.mutatedChunks(of: Self.fromServer, using: &generator) {
        client.receive(chunk)
        Self.act(on: &client, using: &generator)
        let holds =
          client.state.openStreams <= 4 && (0...512).contains(client.state.waitingBytes)
          && client.keptBytes <= 96 + chunk.readableBytes
        if !holds { Issue.record("bounds broken in round \(round)") }
      }
      if round.isMultiple(of: 3) { orders.formUnion(client.log.map { $0.split(separator: " ")[1] }) }
    }
    #expect(orders == ["response", "message", "last", "end", "fail", "ignore", "close"], "not every order was reached")
  }

  /// What handlers and the runtime may do between two reads.
  private static func act(on server: inout ServerHarness, using generator: inout SeededGenerator) {
    let streamID = UInt32.random(in: 0...9, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: server.finish(streamID, hex("0102"))
    case 1: server.fail(streamID, .init(code: 13, message: "broken"))
    case 2: _ = server.send(streamID, hex("01"))
    case 3: _ = server.cancel(streamID)
    case 4: server.took(streamID, bytes: Int.random(in: 0...64, using: &generator))
    case 5 where Bool.random(using: &generator): server.drain()
    default: break
    }
    _ = server.takeWritten()
  }

  private static func act(on client: inout ClientHarness, using generator: inout SeededGenerator) {
    let streamID = UInt32.random(in: 0...9, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: _ = client.send(streamID, hex("01"))
    case 1: _ = client.closeSending(streamID)
    case 2: _ = client.abandon(streamID)
    case 3: client.took(streamID, bytes: Int.random(in: 0...64, using: &generator))
    case 4: _ = client.call("U", .unary)
    default: break
    }
    _ = client.takeWritten()
  }

  /// One to eight mutations of `bytes`, cut into one to five chunks.
  private static func mutatedChunks(of bytes: ByteBuffer, using generator: inout SeededGenerator) -> [ByteBuffer] {
    var mutated = Array(bytes.readableBytesView)
    for _ in 0..<Int.random(in: 1...8, using: &generator) where !mutated.isEmpty {
      let place = Int.random(in: mutated.indices, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: mutated[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: mutated[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 2: mutated.remove(at: place)
      case 3: mutated.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
      case 4: mutated.removeSubrange(place..<min(place + 12, mutated.count))
      default: mutated.insert(contentsOf: mutated[place..<min(place + 24, mutated.count)], at: place)
      }
    }
    let cuts = (0..<Int.random(in: 0...4, using: &generator)).map { _ in Int.random(in: 0...mutated.count, using: &generator) }
    let bounds = [0] + cuts.sorted() + [mutated.count]
    return zip(bounds, bounds.dropFirst()).map { ByteBuffer(bytes: mutated[$0..<$1]) }
  }
}
