import CommonProto
import EchoServer
import NIOCore
import ProtobufCSupport
import TTRPC
import TTRPCWire
import TestAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct UnaryCallTests {
  typealias Method = @Sendable (EchoServiceClient, EchoRequest) async throws -> EchoResponse

  static let methods: [(name: String, call: Method, runner: Runner)] = [
    ("EchoInline", { client, request in try await client.echoInline(request) }, .eventLoop),
    ("EchoTryInline", { client, request in try await client.echoTryInline(request) }, .eventLoop),
    ("EchoWorker", { client, request in try await client.echoWorker(request) }, .worker),
    ("EchoLong", { client, request in try await client.echoLong(request) }, .long),
  ]

  @Test(arguments: TransportKind.allCases)
  func everyExecutionClassAnswersOnItsOwnThreads(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      for (name, call, runner) in Self.methods {
        let response = try await call(service.echo, EchoRequest(payload: [1, 2, 3], describeCall: true))
        #expect(response.payload == [1, 2, 3])
        #expect(response.call?.method == "fiszka.test.v1.EchoService/\(name)")
        #expect(response.call?.runner == runner, "\(name)")
      }
    }
  }

  @Test(arguments: TransportKind.allCases)
  func emptyRequestGetsEmptyAnswer(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      for (name, call, _) in Self.methods {
        #expect(try await call(service.echo, EchoRequest()) == EchoResponse(), "\(name)")
      }
    }
  }

  @Test func inlineRequestTooLongForTheEventLoopRunsOnAWorker() async throws {
    try await withService { service async throws in
      let limit = 16 << 10
      for (bytes, runner) in [(limit - 100, Runner.eventLoop), (limit + 100, .worker)] {
        let request = EchoRequest(payload: .init(pattern: Int64(bytes)), describeCall: true)
        let inline = try await service.echo.echoInline(request)
        #expect(inline.call?.runner == runner)
        #expect(inline.payload == request.payload)
        #expect(try await service.echo.echoTryInline(request).call?.runner == runner)
      }
    }
  }

  @Test func declinedTryInlineRunsOnAWorker() async throws {
    try await withService { service async throws in
      let response = try await service.echo.echoTryInline(EchoRequest(payload: [7], describeCall: true, declineInline: true))
      #expect(response.payload == [7])
      #expect(response.call?.runner == .worker)
    }
  }

  @Test(arguments: TransportKind.allCases)
  func everyKindOfFieldComesBackAsItWent(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      #expect(try await service.echo.echoKinds(.sample) == .sample)
      #expect(try await service.echo.echoKinds(AllKinds()) == AllKinds())
    }
  }

  @Test(arguments: TransportKind.allCases)
  func failureReachesTheCallerWithMessageAndDetails(_ kind: TransportKind) async throws {
    let info = ErrorInfo(reason: "TOO_SHORT", domain: "fiszka", metadata: ["field": "english", "max": "255"])
    var packed = ByteBuffer()
    try info.encode(into: &packed)
    let details = [
      ProtobufAny(typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value: Array(packed.readableBytesView)),
      ProtobufAny(typeUrl: "type.googleapis.com/unknown.Type", value: [0, 255, 1]),
    ]
    try await withService(kind) { service async throws in
      for (name, call, _) in Self.methods {
        for code in [RPCError.Code.notFound, .dataLoss, .init(rawValue: 99)] {
          let failure = RPCStatus(code: code.rawValue, message: "Zażółć \(name).", details: details)
          let result = await outcome { try await call(service.echo, EchoRequest(failure: failure)) }
          #expect(result.failure?.status == failure, "\(name)")
        }
      }
    }
  }

  @Test func handlersRuleOnTheRequestReachesTheCaller() async throws {
    try await withService { service async throws in
      #expect(await code { try await service.echo.echoInline(EchoRequest(holdMilliseconds: 1)) } == .invalidArgument)
      #expect(await code { try await service.echo.echoWorker(EchoRequest(payloadSize: -1)) } == .invalidArgument)
      #expect(
        await code { try await service.echo.echoLong(EchoRequest(failure: RPCStatus())) } == .invalidArgument)
    }
  }

  @Test func unknownServiceAndMethodAreUnimplementedAndTheConnectionGoesOn() async throws {
    try await withService { service async throws in
      for name in ["", "fiszka.test.v1.EchoService", "fiszka.test.v1.Nothing"] {
        let method = MethodDescriptor(
          service: name, method: "Nothing", kind: .unary,
          policy: MethodPolicy(access: .anyone, executionClass: .inline, longestRun: .seconds(1)))
        let result = await outcome {
          try await service.client.unary(method, EchoRequest(), options: CallOptions()) as EchoResponse
        }
        #expect(result.failure?.code == .unimplemented, "\(name)")
      }
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func requestThatIsNoMessageIsInvalidWhateverTheExecutionClass() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      // A bytes field that says that five bytes follow, and none do.
      for (index, method) in [
        EchoServiceMethods.echoInline, EchoServiceMethods.echoTryInline, EchoServiceMethods.echoWorker,
        EchoServiceMethods.echoLong,
      ].enumerated() {
        var frame = ByteBuffer()
        frame.writeRequestPrefix(
          RequestHead(service: method.service, method: method.method), payloadLength: 2, streamID: UInt32(index * 2 + 1),
          flags: [])
        frame.writeBytes([0x0a, 0x05])
        try await peer.send(frame)
        #expect(try await peer.receive()?.summary == "\(index * 2 + 1): 3")
      }
    }
  }

  @Test func thousandsOfConcurrentCallsOnOneConnectionEachGetTheirOwnAnswer() async throws {
    try await withService(.unixPath) { service async throws in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<800 {
          group.addTask {
            let payload = [UInt8]("call \(number)".utf8)
            let request = EchoRequest(payload: payload)
            let response =
              switch number % 3 {
              case 0: try await service.echo.echoInline(request)
              case 1: try await service.echo.echoTryInline(request)
              default: try await service.echo.echoWorker(request)
              }
            return response.payload == payload
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }
}
