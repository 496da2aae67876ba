import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPC
import Testing

@testable import RPCCommand

@Suite struct CommandFailureTests {
  @Test(arguments: [(Int32(1), Int32(65)), (5, 69), (12, 76), (16, 80), (17, 66), (-1, 66), (1_000, 66)])
  func failedCallEndsWith64AndItsCodeOrThatOfUnknown(_ code: Int32, _ exitCode: Int32) {
    let error = RPCError(RPCError.Code(rawValue: code), "x")
    #expect(CommandFailure(.call(error)).exitCode == exitCode)
  }

  @Test func messageOfTheServerIsPrintedOnOneLineWithoutControlCharacters() {
    let failure = CommandFailure(.call(RPCError(.notFound, "a\nb\u{1B}[31mc")))
    #expect(failure.message == "NOT_FOUND: a b [31mc")
    #expect(CommandFailure(.call(RPCError(.internal, ""))).message == "INTERNAL")
  }

  @Test func detailsAreJSONOnIndentedLinesAndUnknownOnesAreNamed() throws {
    var info = ByteBuffer()
    try ErrorInfo(reason: "IMPORT_NOT_FOUND", domain: "fiszka", metadata: ["id": "7"]).encode(into: &info)
    let details = [
      ProtobufAny(typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value: Array(info.readableBytesView)),
      ProtobufAny(typeUrl: "type.googleapis.com/google.rpc.ErrorInfo", value: [0xFF]),
    ]
    let lines = CommandFailure(.call(RPCError(.notFound, "x", details: details))).detailLines(try .embedded())
    #expect(
      lines == [
        #"  {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"IMPORT_NOT_FOUND","domain":"fiszka","metadata":{"id":"7"}}"#,
        "  type.googleapis.com/google.rpc.ErrorInfo: 1 bytes that cannot be shown",
      ])
  }
}
