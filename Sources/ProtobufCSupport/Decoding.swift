package import CProtobufC

// What generated `init(copying:)` calls, one function per shape of field.

extension String {
  /// A `string` field's value, with embedded NULs kept.
  ///
  /// - Parameter field: Full name of the field, for the error.
  package init(copying data: ProtobufCBinaryData, field: @autoclosure () -> String) throws(ProtobufError) {
    if data.len == 0 {
      self = ""
      return
    }
    let bytes = UnsafeBufferPointer(start: data.data, count: data.len)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8(field: field()) }
    self = text
  }
}

extension Array {
  /// A `bytes` field's value.
  package init(copying data: ProtobufCBinaryData) where Element == UInt8 {
    self.init(UnsafeBufferPointer(start: data.data, count: data.len))
  }

  /// A repeated field, converted value by value.
  package init<C>(
    copying values: UnsafePointer<C>?, count: Int, _ convert: (C) throws(ProtobufError) -> Element
  ) throws(ProtobufError) {
    self = []
    guard let values else { return }
    reserveCapacity(count)
    for index in 0..<count {
      append(try convert(values[index]))
    }
  }

  /// A repeated field of messages. protobuf-c leaves no nil among them.
  package init(
    copying messages: UnsafeMutablePointer<UnsafeMutablePointer<Element.CMessage>?>?, count: Int
  ) throws(ProtobufError) where Element: ProtobufMessage {
    self = []
    guard let messages else { return }
    reserveCapacity(count)
    for index in 0..<count {
      guard let message = messages[index] else { throw .malformed }
      append(try Element(copying: message))
    }
  }
}

extension ProtobufMessage {
  /// A singular message field: nil where it is not set.
  package static func copy(_ message: UnsafeMutablePointer<CMessage>?) throws(ProtobufError) -> Self? {
    guard let message else { return nil }
    return try Self(copying: message)
  }
}
