import ProtobufCSupport

extension RequestEnvelope {
  /// Where each field of an envelope lies, from the envelope's first byte, and the scalars.
  struct Fields: Sendable {
    var service = 0..<0
    var method = 0..<0
    var payload: Range<Int>?
    var timeoutNanoseconds: Int64 = 0
    var metadata: [RequestMetadata.Entry] = []
    private var metadataBytes = 0

    init() {}

    /// Reads and checks all of `bytes`.
    mutating func read(_ bytes: UnsafeRawBufferPointer, limits: Limits) throws(Refusal) {
      do throws(ProtobufError) {
        var reader = WireReader(bytes)
        while let tag = try reader.nextTag() {
          try read(tag, from: &reader, bytes)
          if metadata.count > limits.metadataEntries || metadataBytes > limits.metadataBytes { break }
        }
        try requireUTF8(bytes, service, field: "ttrpc.Request.service")
        try requireUTF8(bytes, method, field: "ttrpc.Request.method")
      } catch {
        throw .malformedRequest(error)
      }
      if metadata.count > limits.metadataEntries { throw .metadataEntries(limit: limits.metadataEntries) }
      if metadataBytes > limits.metadataBytes { throw .metadataBytes(limit: limits.metadataBytes) }
    }

    private mutating func read(
      _ tag: WireTag, from reader: inout WireReader, _ bytes: UnsafeRawBufferPointer
    ) throws(ProtobufError) {
      switch (tag.field, tag.type) {
      case (serviceField, .lengthDelimited):
        service = try reader.readLengthDelimited()
      case (methodField, .lengthDelimited):
        method = try reader.readLengthDelimited()
      case (payloadField, .lengthDelimited):
        payload = try reader.readLengthDelimited()
      case (timeoutField, .varint):
        let timeout = Int64(bitPattern: try reader.readVarint())
        timeoutNanoseconds = min(max(timeout, -longestTimeoutNanoseconds), longestTimeoutNanoseconds)
      case (metadataField, .lengthDelimited):
        let entry = try entry(bytes, try reader.readLengthDelimited())
        metadataBytes += entry.key.count + entry.value.count
        metadata.append(entry)
      default:
        try reader.skip(tag.type)
      }
    }

    private func entry(
      _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(ProtobufError) -> RequestMetadata.Entry {
      var entry = RequestMetadata.Entry()
      var reader = WireReader(UnsafeRawBufferPointer(rebasing: bytes[range]))
      while let tag = try reader.nextTag() {
        switch (tag.field, tag.type) {
        case (keyField, .lengthDelimited):
          entry.key = try shift(reader.readLengthDelimited(), by: range.lowerBound)
        case (valueField, .lengthDelimited):
          entry.value = try shift(reader.readLengthDelimited(), by: range.lowerBound)
        default:
          try reader.skip(tag.type)
        }
      }
      try requireUTF8(bytes, entry.key, field: "ttrpc.KeyValue.key")
      try requireUTF8(bytes, entry.value, field: "ttrpc.KeyValue.value")
      return entry
    }

    private func shift(_ range: Range<Int>, by offset: Int) -> Range<Int> {
      range.lowerBound + offset..<range.upperBound + offset
    }

    private func requireUTF8(
      _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, field: StaticString
    ) throws(ProtobufError) {
      if UnsafeRawBufferPointer(rebasing: bytes[range]).isUTF8 { return }
      throw .invalidUTF8(field: field.description)
    }
  }
}
