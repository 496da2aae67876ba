import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPCWire
import TestAPI

@testable import TTRPC

/// A frame as it came over the wire.
struct RawFrame: Hashable, Sendable {
  let stream: UInt32
  let type: UInt8
  let flags: UInt8
  let data: [UInt8]

  /// The envelope of a response.
  func response() throws -> ResponseEnvelope {
    try ResponseEnvelope(decoding: ByteBuffer(bytes: data), limits: Limits())
  }

  /// The code of a response: 0 for success, -1 for what is no response.
  var code: Int32 { type == 2 ? (try? response().status.code) ?? -1 : -1 }

  /// "3: 8" is a response on stream 3 with code 8, "5: message of 7" and "5: end" are data frames.
  var summary: String {
    switch (type, flags) {
    case (2, 0): "\(stream): \(code)"
    case (3, 0): "\(stream): message of \(data.count)"
    case (3, 5) where data.isEmpty: "\(stream): end"
    default: "\(stream): type \(type) flags \(flags) with \(data.count) bytes"
    }
  }
}

extension ByteBuffer {
  /// A whole request frame.
  static func request(
    _ stream: UInt32, _ method: MethodDescriptor, _ message: some ProtobufMessage = EchoRequest(), flags: FrameFlags = [],
    timeoutNanoseconds: Int64 = 0, metadata: Metadata = Metadata()
  ) throws -> ByteBuffer {
    var payload = ByteBuffer()
    try message.encode(into: &payload)
    let head = RequestHead(
      service: method.service, method: method.method, timeoutNanoseconds: timeoutNanoseconds, metadata: metadata)
    var frame = ByteBuffer()
    frame.writeRequestPrefix(head, payloadLength: payload.readableBytes, streamID: stream, flags: flags)
    frame.writeBuffer(&payload)
    return frame
  }

  /// A request to a method of streams, without a message.
  static func opening(
    _ stream: UInt32, _ method: MethodDescriptor, flags: FrameFlags = [.remoteOpen, .noData]
  ) throws -> ByteBuffer {
    try request(stream, method, flags: flags)
  }

  /// A whole data frame.
  static func message(_ stream: UInt32, _ message: some ProtobufMessage, flags: FrameFlags = []) throws -> ByteBuffer {
    var payload = ByteBuffer()
    try message.encode(into: &payload)
    return frame(stream, type: 3, flags: flags.rawValue, payload)
  }

  /// A frame of any kind; its header may claim another length than the data have.
  static func frame(
    _ stream: UInt32, type: UInt8, flags: UInt8 = 0, length: Int? = nil, _ data: ByteBuffer = ByteBuffer()
  ) -> ByteBuffer {
    var frame = ByteBuffer()
    frame.writeMultipleIntegers(UInt32(length ?? data.readableBytes), stream, type, flags)
    frame.writeImmutableBuffer(data)
    return frame
  }

  static func + (left: ByteBuffer, right: ByteBuffer) -> ByteBuffer {
    var both = left
    both.writeImmutableBuffer(right)
    return both
  }
}
