import ProtobufCSupport

extension WireReader {
  /// The bytes of the next value, without the length of a length-delimited one.
  mutating func value(_ type: WireType) throws(ProtobufError) -> UnsafeRawBufferPointer {
    if type == .lengthDelimited { return self[try readLengthDelimited()] }
    let start = position
    try skip(type)
    return self[start..<position]
  }
}
