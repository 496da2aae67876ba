import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// Frames that a client sends, and what a server answers to them before it answers a good call.
struct RawScenario: Sendable, CustomTestStringConvertible {
  let name: String
  let frames: [ByteBuffer]
  /// As `RawFrame.summary` says it.
  let answers: [String]

  var testDescription: String { name }

  private init(_ name: String, _ frames: [ByteBuffer], _ answers: [String]) {
    self.name = name
    self.frames = frames
    self.answers = answers
  }

  private static let inline = EchoServiceMethods.echoInline
  private static let worker = EchoServiceMethods.echoWorker
  private static let collect = EchoServiceMethods.collectStream
  private static let produce = EchoServiceMethods.produceStream
  private static let hold = EchoRequest(holdMilliseconds: 60_000)

  static let all: [RawScenario] = {
    do {
      return try requests + openings + data
    } catch {
      preconditionFailure("A frame of the tests cannot be written: \(error)")
    }
  }()

  private static var requests: [RawScenario] {
    get throws {
      let oversize = ByteBuffer(repeating: 0, count: (4 << 20) + 1)
      return [
        .init("unknown type", [.frame(1, type: 9, .init(bytes: [1, 2, 3])), .frame(3, type: 0)], []),
        .init("response to a server", [try .request(1, inline), .frame(1, type: 2)], ["1: 0"]),
        .init("even stream id", [try .request(2, inline)], ["2: 3"]),
        .init("stream id 0", [try .request(0, inline)], ["0: 3"]),
        .init("finished stream id again", [try .request(1, inline), try .request(1, inline)], ["1: 0", "1: 3"]),
        .init("stream id below the highest", [try .request(7, inline), try .request(5, inline)], ["7: 0", "5: 3"]),
        .init("stream id of a call that runs", [try .request(1, worker, hold), try .request(1, inline)], ["1: 3"]),
        .init("greatest stream id but one", [try .request(.max - 2, inline)], ["4294967293: 0"]),
        .init("oversize request", [.frame(1, type: 1, oversize)], ["1: 8"]),
        .init("request without an envelope", [.frame(1, type: 1)], ["1: 12"]),
        .init("truncated envelope", [.frame(1, type: 1, .init(bytes: [0x0a, 9, 0x61]))], ["1: 3"]),
        .init("service that is not UTF-8", [.frame(1, type: 1, .init(bytes: [0x0a, 2, 0xc3, 0x28]))], ["1: 3"]),
        .init("unknown service", [.frame(1, type: 1, .init(bytes: [0x0a, 1, 0x61]))], ["1: 12"]),
        .init("unknown flags", [try .request(1, inline, flags: FrameFlags(rawValue: 0xf8))], ["1: 0"]),
      ]
    }
  }

  private static var openings: [RawScenario] {
    get throws {
      let message = EchoRequest(payload: [1, 2, 3])
      return [
        .init("open and closed at once", [try .opening(1, collect, flags: [.remoteOpen, .remoteClosed])], ["1: 3"]),
        .init("unary request to a method of streams", [try .request(1, collect), try .request(3, produce)], ["1: 3", "3: 3"]),
        .init("unary method opened as a stream", [try .request(1, inline, flags: .remoteOpen)], ["1: 3"]),
        .init("server stream opened for messages", [try .request(1, produce, flags: .remoteOpen)], ["1: 3"]),
        .init("unary method with its client closed", [try .request(1, inline, flags: .remoteClosed)], ["1: 0"]),
        .init(
          "client stream with one message that closes it", [try .request(1, collect, message, flags: .remoteClosed)], ["1: 0"]),
        .init(
          "server stream whose request has no payload", [try .request(1, produce, ProduceRequest(), flags: .remoteClosed)],
          ["1: end"]),
        .init(
          "message in the opening, then the last one",
          [
            try .request(1, EchoServiceMethods.echoStream, message, flags: .remoteOpen),
            try .message(1, EchoRequest(), flags: .remoteClosed),
          ],
          // A message of five bytes, the second with its index.
          ["1: message of 5", "1: message of 2", "1: end"]),
      ]
    }
  }

  private static var data: [RawScenario] {
    get throws {
      let open = try ByteBuffer.opening(1, collect)
      let end = ByteBuffer.frame(1, type: 3, flags: 5)
      let oversize = ByteBuffer(repeating: 0, count: (4 << 20) + 1)
      return [
        .init("data on a unary call", [try .request(1, worker, hold), .frame(1, type: 3)], ["1: 3"]),
        .init("data on a stream that nobody opened", [.frame(1, type: 3), .frame(2, type: 3)], ["1: 3", "2: 3"]),
        .init("data on a call that is over", [try .request(1, inline), .frame(1, type: 3)], ["1: 0"]),
        .init("end of messages alone", [open, end], ["1: 0"]),
        .init("end of messages twice", [open, .frame(1, type: 3), end, end], ["1: 0"]),
        .init("message after the end", [open, try .message(1, hold), end, .frame(1, type: 3)], ["1: 3"]),
        .init("no data and yet bytes", [open, .frame(1, type: 3, flags: 4, .init(bytes: [1]))], ["1: 3"]),
        .init("no data that closes nothing", [open, .frame(1, type: 3, flags: 4), end], ["1: 0"]),
        .init("oversize message", [open, .frame(1, type: 3, oversize)], ["1: 8"]),
        .init("empty messages", [open, .frame(1, type: 3), .frame(1, type: 3, flags: 1)], ["1: 0"]),
      ]
    }
  }
}
