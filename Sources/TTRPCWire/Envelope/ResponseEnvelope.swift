package import CommonProto
package import NIOCore
import ProtobufCSupport

/// The data of a response frame: how the call ended, and its one response message.
package struct ResponseEnvelope: Hashable, Sendable {
  static let statusField = 1
  static let payloadField = 2

  /// Success (code 0) when the peer sent none; cut to the limits.
  package let status: RPCStatus
  /// The encoded message, a slice of the frame; nil when there is none, which means an empty message wherever one is due.
  package let payload: ByteBuffer?

  /// Reads the data of a response frame. Of a field that occurs more than once the last counts; unknown ones are passed over.
  ///
  /// - Throws: `malformedResponse`.
  package init(decoding data: ByteBuffer, limits: Limits) throws(Refusal) {
    var status: Range<Int>?
    var payload: Range<Int>?
    do throws(ProtobufError) {
      try data.withUnsafeReadableBytes { bytes throws(ProtobufError) in
        var reader = WireReader(bytes)
        while let tag = try reader.nextTag() {
          switch (tag.field, tag.type) {
          case (Self.statusField, .lengthDelimited): status = try reader.readLengthDelimited()
          case (Self.payloadField, .lengthDelimited): payload = try reader.readLengthDelimited()
          default: try reader.skip(tag.type)
          }
        }
      }
      self.status =
        try data.slice(status).map { bytes throws(ProtobufError) in
          try RPCStatus(decoding: bytes).bounded(by: limits)
        } ?? RPCStatus()
    } catch {
      throw .malformedResponse(error)
    }
    self.payload = data.slice(payload)
  }
}

extension ByteBuffer {
  /// The bytes at `range`, counted from the first readable one.
  func slice(_ range: Range<Int>?) -> ByteBuffer? {
    guard let range else { return nil }
    return getSlice(at: readerIndex + range.lowerBound, length: range.count)
  }
}
