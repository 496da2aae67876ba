import ProtobufCSupport

extension MessagePrinter {
  /// Writes a message that has a JSON form of its own. Its descriptor was checked when the pool was made.
  mutating func wellKnown(
    _ known: WellKnownType, _ type: MessageDescriptor, _ found: [FieldOccurrence], depth: Int
  ) throws(JSONMappingError) {
    switch known {
    case .any: try any(found, depth: depth)
    case .timestamp:
      let time = JSONTimestamp(
        seconds: Int64(bitPattern: try number(0, of: type, found)),
        nanoseconds: Int32(truncatingIfNeeded: try number(1, of: type, found)))
      guard let time else {
        throw JSONMappingError(
          .outOfRange,
          "The time lies outside the years 0001 to 9999 or its nanos outside 0 to 999999999; the sender must set it right.")
      }
      writer.string(time.text)
    case .duration:
      let duration = JSONDuration(
        seconds: Int64(bitPattern: try number(0, of: type, found)),
        nanoseconds: Int32(truncatingIfNeeded: try number(1, of: type, found)))
      guard let duration else {
        throw JSONMappingError(
          .outOfRange, "The duration is beyond 315576000000 s, or seconds and nanos differ in sign; the sender must set it right."
        )
      }
      writer.string(duration.text)
    case .fieldMask: try fieldMask(found)
    case .wrapper: try value(type.fields[0].kind, found[...], depth: depth)
    case .structure: try map(type.fields[0], found[...], depth: depth)
    case .list: try list(type.fields[0], found[...], depth: depth)
    case .value: try value(found, type, depth: depth)
    }
  }

  private func number(
    _ field: Int, of type: MessageDescriptor, _ found: [FieldOccurrence]
  ) throws(JSONMappingError) -> UInt64 {
    guard let last = found.last(where: { $0.field == field }) else { return 0 }
    return try bits(type.fields[field].kind, last.bytes)
  }

  private mutating func fieldMask(_ found: [FieldOccurrence]) throws(JSONMappingError) {
    var paths: [String] = []
    for occurrence in found {
      let path = String(decoding: occurrence.bytes, as: UTF8.self)
      guard let json = FieldMaskPath.json(of: path) else {
        throw JSONMappingError(
          .invalidValue, "The path \(excerpt(path)) has no form in JSON; the sender must use lower_snake_case names.")
      }
      paths.append(json)
    }
    writer.string(paths.joined(separator: ","))
  }

  /// google.protobuf.Value: `found` holds the one member that is set. None counts as null.
  private mutating func value(
    _ found: [FieldOccurrence], _ type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    guard let set = found.last else { return writer.literal("null") }
    let kind = type.fields[set.field].kind
    if kind == .double, !Double(bitPattern: try bits(kind, set.bytes)).isFinite {
      throw JSONMappingError(
        .outOfRange, "A Value holds NaN or an infinity, which JSON cannot say; the sender must set it right.")
    }
    try value(kind, found[...], depth: depth)
  }

  private mutating func any(_ found: [FieldOccurrence], depth: Int) throws(JSONMappingError) {
    let url = found.last { $0.field == 0 }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    let payload = found.last { $0.field == 1 } ?? FieldOccurrence(field: 1, bytes: .empty)
    writer.beginObject()
    if !url.isEmpty || !payload.bytes.isEmpty {
      writer.name("@type")
      writer.string(url)
      if let type = pool.message(forTypeURL: url) {
        try self.payload(payload, of: type, depth: depth + 1)
      } else {
        writer.name("value")
        writer.base64(payload.bytes)
      }
    }
    writer.endObject()
  }

  /// Writes the members of an Any beside `@type`.
  private mutating func payload(
    _ payload: FieldOccurrence, of type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    guard type.wellKnown == nil else {
      writer.name("value")
      do throws(JSONMappingError) {
        return try message(type, [payload], depth: depth)
      } catch {
        throw error.inField("value")
      }
    }
    try members(try occurrences(in: [payload], of: type, depth: depth), of: type, depth: depth)
  }
}
