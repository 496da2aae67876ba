package import NIOCore

/// The data of a request frame, read without copying: which method, with what message, until when, with what metadata.
package struct RequestEnvelope: Sendable {
  /// Timeouts beyond this many nanoseconds, 36 years, are read as this, so that adding one to a clock cannot overflow.
  package static let longestTimeoutNanoseconds: Int64 = 1 << 60

  static let serviceField = 1
  static let methodField = 2
  static let payloadField = 3
  static let timeoutField = 4
  static let metadataField = 5
  static let keyField = 1
  static let valueField = 2

  /// The whole data of the frame.
  let data: ByteBuffer
  // Where each lies in `data`, from its first readable byte. Slices are made when they are asked for.
  let serviceRange: Range<Int>
  let methodRange: Range<Int>
  private let payloadRange: Range<Int>?
  /// How long the call may take, from the arrival of the frame: 0 is no limit, a negative number is over already.
  package let timeoutNanoseconds: Int64
  /// Checked pairs.
  package let metadata: RequestMetadata

  /// Reads the data of a request frame.
  ///
  /// Of a field that occurs more than once the last counts; fields that are unknown or of another wire type are passed over.
  /// - Throws: `malformedRequest`, `metadataEntries` or `metadataBytes`.
  package init(decoding data: consuming ByteBuffer, limits: Limits) throws(Refusal) {
    var fields = Fields()
    try data.withUnsafeReadableBytes { bytes throws(Refusal) in
      try fields.read(bytes, limits: limits)
    }
    serviceRange = fields.service
    methodRange = fields.method
    payloadRange = fields.payload
    timeoutNanoseconds = fields.timeoutNanoseconds
    metadata = fields.metadata.isEmpty ? RequestMetadata() : RequestMetadata(envelope: copy data, entries: fields.metadata)
    self.data = data
  }

  /// The encoded message, a slice of the frame; nil when the request has none.
  package var payload: ByteBuffer? { data.slice(payloadRange) }

  /// Bytes of the service's full name: UTF-8, may be empty.
  package var serviceBytes: ByteBufferView { view(serviceRange) }
  /// Bytes of the method's name: UTF-8, may be empty.
  package var methodBytes: ByteBufferView { view(methodRange) }
  /// The service's full name; makes a string.
  package var service: String { String(decoding: serviceBytes, as: UTF8.self) }
  /// The method's name; makes a string.
  package var method: String { String(decoding: methodBytes, as: UTF8.self) }

  /// The request's message, for a method that takes exactly one: an absent payload is the empty message.
  package var message: ByteBuffer { payload ?? ByteBuffer() }

  /// The first message of a stream, for a method that takes many: none where the payload is absent or the frame's flags
  /// say that the frame carries no message.
  package func firstMessage(_ flags: FrameFlags) -> ByteBuffer? {
    guard let payload, payload.readableBytes > 0 || !flags.contains(.noData) else { return nil }
    return payload
  }

  private func view(_ range: Range<Int>) -> ByteBufferView {
    let view = data.readableBytesView
    return view[(view.startIndex + range.lowerBound)..<(view.startIndex + range.upperBound)]
  }
}
