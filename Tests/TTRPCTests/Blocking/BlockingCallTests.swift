import CommonProto
import EchoServer
import Glibc
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// The blocking client against the real server.
@Suite(.timeLimit(.minutes(1))) struct BlockingCallTests {
  static let hold = EchoRequest(holdMilliseconds: 60_000)

  @Test(arguments: TransportKind.allCases)
  func everyExecutionClassAnswers(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let methods = [
        EchoServiceMethods.echoInline, EchoServiceMethods.echoTryInline, EchoServiceMethods.echoWorker,
        EchoServiceMethods.echoLong,
      ]
      try await service.blocking { connection in
        for method in methods {
          let response: EchoResponse = try connection.unary(method, EchoRequest(payload: [1, 2, 3], describeCall: true))
          #expect(response.payload == [1, 2, 3])
          #expect(response.call?.method == method.fullName)
          let empty: EchoResponse = try connection.unary(method, EchoRequest())
          #expect(empty == EchoResponse())
        }
      }
    }
  }

  @Test func messagesOfManySizesComeBackWhole() async throws {
    try await withService(.unixPath) { service async throws in
      try await service.blocking { connection in
        for bytes in [1, 100, 16 << 10, 200_000, 3 << 20] {
          let request = EchoRequest(payload: .init(pattern: Int64(bytes)))
          let response: EchoResponse = try connection.unary(EchoServiceMethods.echoWorker, request)
          #expect(response.payload == request.payload)
        }
      }
    }
  }

  @Test func failureMetadataAndTimeoutTravel() async throws {
    try await withService { service async throws in
      try await service.blocking { connection in
        let failure = RPCStatus(code: 5, message: "Zażółć.")
        let failed: Result<EchoResponse, RPCError> = tried { () throws(RPCError) in
          try connection.unary(EchoServiceMethods.echoWorker, EchoRequest(failure: failure))
        }
        #expect(failed.failure?.status == failure)
        var metadata = Metadata()
        metadata.append("1", for: "x-key")
        let options = CallOptions(timeout: .seconds(5), metadata: metadata)
        let response: EchoResponse = try connection.unary(
          EchoServiceMethods.echoInline, EchoRequest(describeCall: true), options: options)
        #expect(response.call?.metadata == [MetadataEntry(key: "x-key", value: "1")])
        #expect((1...5_000_000_000).contains(response.call?.remainingNanoseconds ?? 0))
      }
    }
  }

  @Test(arguments: [TransportKind.socketPair, .tcp])
  func manyCallsOpenAtOnceEachGetTheirOwnAnswer(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      try await service.blocking { connection in
        var wanted: [CallTicket: [UInt8]] = [:]
        for number in 0..<500 {
          let payload = Array("call \(number)".utf8)
          let method = number % 2 == 0 ? EchoServiceMethods.echoInline : EchoServiceMethods.echoWorker
          wanted[try connection.start(method, EchoRequest(payload: payload))] = payload
        }
        let open = connection.openCalls
        #expect(open == 500)
        while let call = connection.next() {
          #expect(try call.response(EchoResponse.self).payload == wanted.removeValue(forKey: call.ticket))
        }
        #expect(wanted.isEmpty)
        let left = connection.openCalls
        #expect(left == 0)
      }
    }
  }

  @Test func endsThatSomebodyElseWaitsForAreKept() async throws {
    try await withService { service async throws in
      try await service.blocking { connection in
        let first = try connection.start(EchoServiceMethods.echoInline, EchoRequest(payload: [1]))
        let second = try connection.start(EchoServiceMethods.echoInline, EchoRequest(payload: [2]))
        let third: EchoResponse = try connection.unary(EchoServiceMethods.echoInline, EchoRequest(payload: [3]))
        #expect(third.payload == [3])
        let secondEnd = connection.end(of: second)
        #expect(try secondEnd.response(EchoResponse.self).payload == [2])
        let next = connection.next()
        let rest = try #require(next)
        #expect(rest.ticket == first)
        #expect(try rest.response(EchoResponse.self).payload == [1])
        let nothing = connection.next()
        #expect(nothing == nil)
        let again = tried { () throws(RPCError) in try connection.end(of: first).response(EchoResponse.self) }
        #expect(again.failure?.code == .internal)
      }
    }
  }

  @Test func deadlineEndsItsCallOnlyAndStopsTheHandler() async throws {
    try await withService { service async throws in
      try await service.blocking { connection in
        let options = CallOptions(timeout: .milliseconds(20))
        let other = try connection.start(EchoServiceMethods.echoLong, Self.hold)
        for _ in 0..<2 {
          let late: Result<EchoResponse, RPCError> = tried { () throws(RPCError) in
            try connection.unary(EchoServiceMethods.echoWorker, Self.hold, options: options)
          }
          #expect(late.failure?.code == .deadlineExceeded)
        }
        let fine: EchoResponse = try connection.unary(
          EchoServiceMethods.echoInline, EchoRequest(payload: [1]), options: CallOptions(timeout: .seconds(30)))
        #expect(fine.payload == [1])
        service.gate.open()
        let otherEnd = connection.end(of: other)
        #expect(try otherEnd.response(EchoResponse.self) == EchoResponse())
      }
      await service.calls.untilEnded(4)
    }
  }

  @Test func whatCannotBeSentFailsAtOnceAndTheConnectionGoesOn() async throws {
    try await withService { service async throws in
      var limits = Limits()
      limits.streamsPerConnection = 2
      try await service.blocking(limits: limits) { connection in
        func failure(
          _ method: MethodDescriptor, _ request: EchoRequest = EchoRequest(), _ options: CallOptions = CallOptions()
        ) -> RPCError.Code? {
          tried { () throws(RPCError) in try connection.start(method, request, options: options) }.failure?.code
        }
        #expect(failure(EchoServiceMethods.echoStream) == .internal)
        #expect(failure(EchoServiceMethods.echoInline, Self.hold, CallOptions(timeout: .zero)) == .deadlineExceeded)
        let long = EchoRequest(payload: .init(pattern: 5 << 20))
        #expect(failure(EchoServiceMethods.echoInline, long) == .resourceExhausted)
        var metadata = Metadata()
        for _ in 0..<65 { metadata.append("", for: "k") }
        #expect(failure(EchoServiceMethods.echoInline, EchoRequest(), CallOptions(metadata: metadata)) == .resourceExhausted)
        for _ in 0..<2 { _ = try connection.start(EchoServiceMethods.echoInline, EchoRequest(payload: [1])) }
        #expect(failure(EchoServiceMethods.echoInline) == .resourceExhausted)
        for _ in 0..<2 {
          let call = connection.next()
          #expect(try call?.response(EchoResponse.self).payload == [1])
        }
        #expect(failure(EchoServiceMethods.echoInline) == nil)
      }
    }
  }

  @Test func shutdownOfTheServerEndsEveryOpenCall() async throws {
    let options = TestServiceOptions { $0.configuration.drainTime = .milliseconds(1) }
    try await withService(.socketPair, options) { service async throws in
      async let codes = service.blocking { connection in
        for _ in 0..<3 { _ = try connection.start(EchoServiceMethods.echoWorker, Self.hold) }
        var codes: [RPCError.Code?] = []
        while let call = connection.next() { codes.append(call.outcome.failure?.code) }
        let late = tried { () throws(RPCError) in try connection.start(EchoServiceMethods.echoInline, EchoRequest()) }
        // The answers may come before the connection's end does.
        return codes + [late.failure?.code ?? connection.next()?.outcome.failure?.code]
      }
      // Two workers hold, the third call waits for one.
      await service.gate.untilHeld(2)
      await service.server.shutdown()
      #expect(try await codes == [.unavailable, .unavailable, .unavailable, .unavailable])
    }
  }

  @Test func connectingFailsInTheWordsOfTheSystem() async throws {
    let folder = try TemporaryFolder()
    let listener = try FullListener(folder.path + "/full")
    let addresses: [(Address, CInt)] = [
      (.unix(path: folder.path + "/none"), ENOENT), (.abstract(name: .uniqueName), ECONNREFUSED),
      (.tcp(host: "127.0.0.1", port: 1), ECONNREFUSED), (.unix(path: folder.path + "/full"), EAGAIN),
    ]
    for (address, code) in addresses {
      let failure = await #expect(throws: SocketError.self) {
        try await onItsOwnThread { _ = try BlockingConnection.connect(to: address, timeout: .milliseconds(30)) }
      }
      #expect(failure?.errno == code)
    }
    withExtendedLifetime(listener) {}
  }
}
