import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// What the server answers to clients that speak bytes of their own.
@Suite(.timeLimit(.minutes(2))) struct RawClientScenarioTests {
  /// How the bytes arrive.
  enum Delivery: String, CaseIterable {
    case frameByFrame
    case allAtOnce
    case inPieces

    func chunks(_ frames: [ByteBuffer]) -> [ByteBuffer] {
      switch self {
      case .frameByFrame: return frames
      case .allAtOnce: return [frames.reduce(ByteBuffer(), +)]
      case .inPieces:
        var rest = frames.reduce(ByteBuffer(), +)
        var chunks: [ByteBuffer] = []
        // Byte by byte, but the megabytes of an oversize frame in one.
        while let next = rest.readSlice(length: rest.readableBytes > 100_000 ? rest.readableBytes - 1_000 : 1) {
          chunks.append(next)
        }
        return chunks
      }
    }
  }

  @Test(arguments: RawScenario.all, Delivery.allCases)
  func answersAreThoseOfTheProtocolAndTheConnectionGoesOn(_ scenario: RawScenario, _ delivery: Delivery) async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      for chunk in delivery.chunks(scenario.frames) { try await peer.send(chunk) }
      let answers = try await peer.receive(scenario.answers.count).map(\.summary)
      #expect(answers == scenario.answers)
      // Anything more would stand before this answer.
      try await peer.send(.request(.max, EchoServiceMethods.echoInline))
      #expect(try await peer.receive()?.summary == "4294967295: 0")
    }
  }

  @Test(arguments: ["GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}\u{fc}\u{3}\u{3}"])
  func whoeverSpeaksAnotherProtocolIsClosedOut(_ text: String) async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(ByteBuffer(string: text))
      #expect(try await peer.receive() == nil)
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func oversizeHeaderIsAnsweredBeforeItsDataCome() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.frame(1, type: 1, length: (4 << 20) + 1))
      #expect(try await peer.receive()?.summary == "1: 8")
      try await peer.send(ByteBuffer(repeating: 0, count: (4 << 20) + 1) + .request(3, EchoServiceMethods.echoInline))
      #expect(try await peer.receive()?.summary == "3: 0")
    }
  }

  @Test func handlerOfACallThatTheProtocolEndsIsToldWhy() async throws {
    let hold = EchoRequest(holdMilliseconds: 60_000)
    let endings: [ByteBuffer] = [.frame(1, type: 3), try .request(1, EchoServiceMethods.echoInline)]
    for ending in endings {
      try await withService { service async throws in
        let peer = try await service.connectRaw()
        try await peer.send(.request(1, EchoServiceMethods.echoWorker, hold))
        await service.gate.untilHeld()
        try await peer.send(ending)
        #expect(try await peer.receive()?.summary == "1: 3")
        #expect(await service.calls.end(of: EchoServiceMethods.echoWorker) == .invalidArgument)
      }
    }
  }

  @Test func callsOfOneWriteAreAllAnswered() async throws {
    try await withService(.unixPath) { service async throws in
      let peer = RawPeer(try UnixSocket.connect(try #require(service.address)))
      var bytes = ByteBuffer()
      for number in 0..<500 {
        let method = [EchoServiceMethods.echoInline, EchoServiceMethods.echoWorker, EchoServiceMethods.echoLong][number % 3]
        // The lane for long work has a queue of 64: these are few enough.
        bytes =
          try bytes
          + .request(UInt32(number * 2 + 1), number % 15 == 2 || number % 3 != 2 ? method : EchoServiceMethods.echoInline)
      }
      try await peer.send(bytes)
      let answers = try await peer.receive(500)
      #expect(Set(answers.map(\.summary)) == Set((0..<500).map { "\($0 * 2 + 1): 0" }))
    }
  }
}
