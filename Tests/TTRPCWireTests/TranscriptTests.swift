import CommonProto
import NIOCore
import Testing

@testable import TTRPCWire

/// Byte transcripts of every state diagram of the published ttrpc specification, written by hand from its text, run against
/// both sides. Service "t.T" has the methods U (unary), C (client streams), S (server streams) and B (both stream).
@Suite struct TranscriptTests {
  @Test(arguments: Feeding.allCases) func unary(_ feeding: Feeding) {
    let request = hex("0000000b 00000001 01 00  0a03742e54 120155 1a01aa")  // Request
    let response = hex("00000003 00000001 02 00  1201bb")  // Response

    var server = ServerHarness()
    server.receive(request, fed: feeding)
    #expect(server.log == ["1 call U message aa"])
    server.finish(1, hex("bb"))
    #expect(server.takeWritten() == response)
    #expect(server.state.openStreams == 0)

    var client = ClientHarness()
    #expect(client.call("U", .unary, hex("aa")) == 1)
    #expect(client.takeWritten() == request)
    client.receive(response, fed: feeding)
    #expect(client.log == ["1 response 0 bb"])
    #expect(client.state.openStreams == 0)
  }

  @Test(arguments: Feeding.allCases) func aClientThatStreams(_ feeding: Feeding) {
    let request = hex("00000008 00000001 01 02  0a03742e54 120143")  // Request [RO]
    let data = hex("00000001 00000001 03 00  a1")  // Data
    let end = hex("00000000 00000001 03 05")  // Data [RC], without a message
    let response = hex("00000003 00000001 02 00  1201bb")  // Response

    var server = ServerHarness()
    server.receive(request + data + end, fed: feeding)
    #expect(server.log == ["1 call C", "1 message a1", "1 end"])
    server.finish(1, hex("bb"))
    #expect(server.takeWritten() == response)
    #expect(server.state.openStreams == 0)

    var client = ClientHarness()
    #expect(client.call("C", .clientStreaming) == 1)
    #expect(client.send(1, hex("a1")) == .write)
    #expect(client.closeSending(1) == .write)
    #expect(client.takeWritten() == request + data + end)
    client.receive(response, fed: feeding)
    #expect(client.log == ["1 response 0 bb"])
    #expect(client.state.openStreams == 0)
  }

  @Test(arguments: Feeding.allCases) func aServerThatStreams(_ feeding: Feeding) {
    let request = hex("0000000b 00000001 01 01  0a03742e54 120153 1a01aa")  // Request [RC]
    let data = hex("00000001 00000001 03 00  b1")  // Data
    let end = hex("00000000 00000001 03 05")  // Data [RC], without a message

    var server = ServerHarness()
    server.receive(request, fed: feeding)
    #expect(server.log == ["1 call S message aa"])
    #expect(server.send(1, hex("b1")) == .write)
    server.finish(1)
    #expect(server.takeWritten() == data + end)
    #expect(server.state.openStreams == 0)

    var client = ClientHarness()
    #expect(client.call("S", .serverStreaming, hex("aa")) == 1)
    #expect(client.takeWritten() == request)
    client.receive(data + end, fed: feeding)
    #expect(client.log == ["1 message b1", "1 end"])
    #expect(client.state.openStreams == 0)
  }

  @Test(arguments: Feeding.allCases) func bothStream(_ feeding: Feeding) {
    let request = hex("00000008 00000001 01 02  0a03742e54 120142")  // Request [RO]
    let fromClient = ["a1", "a2"].map { hex("00000001 00000001 03 00 " + $0) }  // Data
    let fromServer = ["b1", "b2"].map { hex("00000001 00000001 03 00 " + $0) }  // Data
    let end = hex("00000000 00000001 03 05")  // Data [RC], without a message, either way

    var server = ServerHarness()
    server.receive(request + fromClient[0], fed: feeding)
    #expect(server.send(1, hex("b1")) == .write)
    server.receive(fromClient[1] + end, fed: feeding)
    #expect(server.log == ["1 call B", "1 message a1", "1 message a2", "1 end"])
    #expect(server.send(1, hex("b2")) == .write)
    server.finish(1)
    #expect(server.takeWritten() == fromServer[0] + fromServer[1] + end)
    #expect(server.state.openStreams == 0)

    var client = ClientHarness()
    #expect(client.call("B", .bidirectional) == 1)
    #expect(client.send(1, hex("a1")) == .write)
    client.receive(fromServer[0], fed: feeding)
    #expect(client.send(1, hex("a2")) == .write)
    #expect(client.closeSending(1) == .write)
    #expect(client.takeWritten() == request + fromClient[0] + fromClient[1] + end)
    client.receive(fromServer[1] + end, fed: feeding)
    #expect(client.log == ["1 message b1", "1 message b2", "1 end"])
    #expect(client.state.openStreams == 0)
  }

  /// The diagrams' last frames may carry a message of their own.
  @Test(arguments: Feeding.allCases) func theFrameThatClosesMayCarryTheLastMessage(_ feeding: Feeding) {
    let last = hex("00000001 00000001 03 01  a1")  // Data [RC]
    let emptyLast = hex("00000000 00000003 03 01")  // Data [RC], an empty message

    var server = ServerHarness()
    server.receive(
      hex("00000008 00000001 01 02  0a03742e54 120143  00000008 00000003 01 02  0a03742e54 120142") + last + emptyLast,
      fed: feeding)
    #expect(server.log == ["1 call C", "3 call B", "1 last a1", "3 last "])

    var client = ClientHarness()
    _ = client.call("S", .serverStreaming)
    _ = client.call("B", .bidirectional)
    client.receive(last + emptyLast, fed: feeding)
    #expect(client.log == ["1 last a1", "3 last "])
    #expect(client.state.openStreams == 0)
  }

  /// "A response message is used to end a stream with data, an empty response, or an error."
  @Test(arguments: Feeding.allCases) func aResponseEndsAnyStream(_ feeding: Feeding) {
    let error = hex("00000008 00000001 02 00  0a06 0805 12026e6f")  // NOT_FOUND "no"
    var server = ServerHarness()
    server.receive(hex("00000008 00000001 01 02  0a03742e54 120142"), fed: feeding)
    server.fail(1, RPCStatus(code: 5, message: "no"))
    #expect(server.takeWritten() == error)
    server.receive(hex("00000001 00000001 03 00 a1  00000000 00000001 03 05"), fed: feeding)
    #expect(server.log == ["1 call B", "1 ignore streamOver", "1 ignore streamOver"])

    var client = ClientHarness()
    _ = client.call("B", .bidirectional)
    _ = client.call("S", .serverStreaming)
    client.receive(error + hex("00000000 00000003 02 00"), fed: feeding)
    #expect(client.log == ["1 response 5", "3 response 0"])
    #expect(client.send(1, hex("a1")) == .fail(.mayNotSend))
  }

  /// The Rust client adds 0x04 to the request of a client that streams: no message in it, not an empty one.
  @Test func aRequestThatSaysThatItHasNoDataHasNoFirstMessage() {
    var server = ServerHarness()
    server.receive(
      hex("0000000a 00000001 01 06  0a03742e54 120143 1a00") + hex("0000000a 00000003 01 02  0a03742e54 120143 1a00"))
    #expect(server.log == ["1 call C", "3 call C message "])
  }
}

extension ServerHarness {
  mutating func receive(_ bytes: ByteBuffer, fed feeding: Feeding) {
    for chunk in feeding.chunks(of: bytes) { receive(chunk) }
  }
}

extension ClientHarness {
  mutating func receive(_ bytes: ByteBuffer, fed feeding: Feeding) {
    for chunk in feeding.chunks(of: bytes) { receive(chunk) }
  }
}
