import TTRPC
import TTRPCWire
import TestAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct MetadataTests {
  @Test(arguments: TransportKind.allCases)
  func metadataReachTheHandlerOfEveryKindOfCall(_ kind: TransportKind) async throws {
    var metadata = Metadata()
    metadata.append("Bearer abc", for: "Authorization")
    metadata.append("1", for: "x-repeated")
    metadata.append("zażółć", for: "x-text")
    metadata.append("2", for: "X-Repeated")
    metadata.append("", for: "x-empty")
    let options = CallOptions(metadata: metadata)
    let arrived = [
      MetadataEntry(key: "authorization", value: "Bearer abc"), MetadataEntry(key: "x-repeated", value: "1"),
      MetadataEntry(key: "x-text", value: "zażółć"), MetadataEntry(key: "x-repeated", value: "2"),
      MetadataEntry(key: "x-empty", value: ""),
    ]
    try await withService(kind) { service async throws in
      let request = EchoRequest(describeCall: true)
      #expect(try await service.echo.echoInline(request, options: options).call?.metadata == arrived)
      #expect(try await service.echo.echoWorker(request, options: options).call?.metadata == arrived)

      let collect = try await service.echo.collectStream(options: options)
      try await collect.requests.write(request)
      #expect(try await collect.response().call?.metadata == arrived)

      let produce = try await service.echo.produceStream(ProduceRequest(messages: 1, describeCall: true), options: options)
      for try await response in produce { #expect(response.call?.metadata == arrived) }

      let echo = try await service.echo.echoStream(options: options)
      try await echo.requests.write(request)
      try await echo.requests.finish()
      for try await response in echo.responses { #expect(response.call?.metadata == arrived) }
    }
  }

  @Test func metadataPastTheLimitsAreRefusedBeforeTheyAreSent() async throws {
    try await withService { service async throws in
      var many = Metadata()
      for number in 0...64 { many.append("v", for: "k\(number)") }
      var long = Metadata()
      long.append(String(repeating: "v", count: 16 << 10), for: "k")
      for metadata in [many, long] {
        let result = await outcome {
          try await service.echo.echoInline(EchoRequest(), options: CallOptions(metadata: metadata))
        }
        #expect(result.failure?.code == .resourceExhausted)
      }
      #expect(service.calls.log.events.isEmpty)
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func metadataPastTheLimitsFromAForeignClientEndOnlyThatCall() async throws {
    try await withService { service async throws in
      var long = Metadata()
      long.append(String(repeating: "v", count: 16 << 10), for: "k")
      let peer = try await service.connectRaw()
      try await peer.send(
        .request(1, EchoServiceMethods.echoInline, metadata: long) + .request(3, EchoServiceMethods.echoInline))
      #expect(try await peer.receive(2).map(\.summary) == ["1: 8", "3: 0"])
    }
  }
}
