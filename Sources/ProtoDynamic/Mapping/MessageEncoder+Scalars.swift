extension MessageEncoder {
  /// The wire form of one JSON value of a scalar or enum field.
  func scalar(_ json: JSONValue, _ kind: FieldKind) throws(JSONMappingError) -> WireScalar {
    switch kind {
    case .double: return .fixed64(try floating(json, as: Double.self).bitPattern)
    case .float: return .fixed32(try floating(json, as: Float.self).bitPattern)
    case .int32, .sint32, .sfixed32:
      return WireScalar(UInt64(bitPattern: Int64(try integer(json, as: Int32.self))), kind)
    case .int64, .sint64, .sfixed64: return WireScalar(UInt64(bitPattern: try integer(json, as: Int64.self)), kind)
    case .uint32, .fixed32: return WireScalar(UInt64(try integer(json, as: UInt32.self)), kind)
    case .uint64, .fixed64: return WireScalar(try integer(json, as: UInt64.self), kind)
    case .bool:
      guard case .bool(let value) = json else { throw wrongType(json, "A bool is written as true or false, unquoted") }
      return .varint(value ? 1 : 0)
    case .string:
      guard case .string(let text) = json else { throw wrongType(json, "A string is written in double quotes") }
      return .text(text)
    case .bytes: return .bytes(try bytes(json))
    case .enumeration(let index):
      return .varint(UInt64(bitPattern: Int64(try enumeration(json, pool.enums[index]))))
    case .message: throw wrongType(json, "A message is written as an object")
    }
  }

  /// A whole number, quoted or not, in any JSON notation of its exact value.
  func integer<Number: FixedWidthInteger>(
    _ json: JSONValue, as type: Number.Type
  ) throws(JSONMappingError) -> Number {
    let text = try number(json, "An integer is written as a number, in quotes or without")
    let outOfRange = JSONMappingError(
      .outOfRange, "\(excerpt(text)) is outside the range of this field, \(Number.min) to \(Number.max).")
    switch JSONNumber.integer(text) {
    case .fractional: throw JSONMappingError(.invalidValue, "\(excerpt(text)) is not whole; this field holds integers.")
    case .tooLarge: throw outOfRange
    case .whole(let negative, let magnitude):
      if !negative, let value = Number(exactly: magnitude) { return value }
      // The magnitude of the smallest Int64 has no positive counterpart, so the sign goes on before the conversion.
      if negative, magnitude <= 1 << 63, let value = Number(exactly: Int64(truncatingIfNeeded: 0 &- magnitude)) { return value }
      throw outOfRange
    }
  }

  private func floating<Number: BinaryFloatingPoint & LosslessStringConvertible>(
    _ json: JSONValue, as type: Number.Type
  ) throws(JSONMappingError) -> Number {
    switch json {
    case .string("NaN"): return .nan
    case .string("Infinity"): return .infinity
    case .string("-Infinity"): return -.infinity
    default: break
    }
    let text = try number(json, "A floating-point value is written as a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
    guard let value = Number(text), value.isFinite else {
      throw JSONMappingError(
        .outOfRange, "\(excerpt(text)) is beyond the largest value of this field, \(Number.greatestFiniteMagnitude).")
    }
    return value
  }

  /// The text of a number that stands in quotes or without.
  private func number(_ json: JSONValue, _ expected: String) throws(JSONMappingError) -> String {
    switch json {
    case .number(let text): return text
    case .string(let text):
      guard JSONNumber.isNumber(text) else { throw JSONMappingError(.invalidValue, "\(expected), and here is \(excerpt(text)).") }
      return text
    default: throw wrongType(json, expected)
    }
  }

  private func bytes(_ json: JSONValue) throws(JSONMappingError) -> [UInt8] {
    guard case .string(let text) = json else { throw wrongType(json, "Bytes are written as a string of base64") }
    guard let bytes = Base64.decode(text) else {
      throw JSONMappingError(.invalidValue, "\(excerpt(text)) is no base64; write bytes as base64, without white space.")
    }
    return bytes
  }

  private func enumeration(_ json: JSONValue, _ type: EnumDescriptor) throws(JSONMappingError) -> Int32 {
    switch json {
    case .null where type.isNullValue: return 0
    case .number: return try integer(json, as: Int32.self)
    case .string(let name):
      if let number = type.number(of: name) { return number }
      let names = type.values.prefix(20).map(\.name).joined(separator: ", ")
      throw JSONMappingError(
        .unknownEnumValue, "\(type.fullName) has no value \(excerpt(name)); write one of \(names), or a number.")
    default: throw wrongType(json, "An enum is written as the name of a value or its number")
    }
  }
}
