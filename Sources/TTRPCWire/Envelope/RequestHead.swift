import NIOCore
import ProtobufCSupport

/// All of a request but its payload, as a client writes it.
package struct RequestHead: Hashable, Sendable {
  /// Full service name, such as "fiszka.v1.ImportService".
  package var service: String
  /// Method name, such as "CommitImport".
  package var method: String
  /// How long the server may take, in nanoseconds from the arrival of the request; 0: no limit, negative: none is left.
  package var timeoutNanoseconds: Int64
  package var metadata: Metadata

  package init(service: String, method: String, timeoutNanoseconds: Int64 = 0, metadata: Metadata = Metadata()) {
    self.service = service
    self.method = method
    self.timeoutNanoseconds = timeoutNanoseconds
    self.metadata = metadata
  }

  /// Bytes of the whole envelope around a payload of `payloadLength` bytes, that included.
  package func encodedLength(payloadLength: Int) -> Int {
    var length = ByteBuffer.fieldLength(RequestEnvelope.serviceField, valueLength: service.utf8.count)
    length += ByteBuffer.fieldLength(RequestEnvelope.methodField, valueLength: method.utf8.count)
    length += ByteBuffer.fieldLength(RequestEnvelope.payloadField, valueLength: payloadLength)
    if timeoutNanoseconds != 0 {
      length += 1 + ByteBuffer.varintLength(of: UInt64(bitPattern: timeoutNanoseconds))
    }
    for entry in metadata.entries {
      let value = Self.encodedLength(of: entry)
      length += 1 + ByteBuffer.varintLength(of: UInt64(value)) + value
    }
    return length
  }

  /// Appends every field but the payload, which goes last so that it can be packed in place.
  func encode(into buffer: inout ByteBuffer) {
    buffer.writeField(RequestEnvelope.serviceField, service)
    buffer.writeField(RequestEnvelope.methodField, method)
    if timeoutNanoseconds != 0 {
      buffer.writeTag(WireTag(field: RequestEnvelope.timeoutField, type: .varint))
      buffer.writeVarint(UInt64(bitPattern: timeoutNanoseconds))
    }
    for entry in metadata.entries {
      buffer.writeTag(WireTag(field: RequestEnvelope.metadataField, type: .lengthDelimited))
      buffer.writeVarint(UInt64(Self.encodedLength(of: entry)))
      buffer.writeField(RequestEnvelope.keyField, entry.key)
      buffer.writeField(RequestEnvelope.valueField, entry.value)
    }
  }

  private static func encodedLength(of entry: Metadata.Entry) -> Int {
    ByteBuffer.fieldLength(RequestEnvelope.keyField, valueLength: entry.key.utf8.count)
      + ByteBuffer.fieldLength(RequestEnvelope.valueField, valueLength: entry.value.utf8.count)
  }
}
