import ProtobufCSupport

extension MessageEncoder {
  /// Appends a message that has a JSON form of its own. Its descriptor was checked when the pool was made.
  mutating func wellKnown(
    _ known: WellKnownType, _ json: JSONValue, as type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    switch known {
    case .any: try any(json, depth: depth)
    case .duration: try duration(json)
    case .timestamp: try timestamp(json)
    case .fieldMask: try fieldMask(json)
    case .value: try value(json, as: type, depth: depth)
    case .structure: try map(json, type.fields[0], depth: depth)
    case .list: try list(json, type.fields[0], depth: depth)
    case .wrapper:
      let value = try scalar(json, type.fields[0].kind)
      if value.isDefault { return }
      output.appendTag(1, type.fields[0].kind.wireType)
      output.append(value)
    }
  }

  private mutating func timestamp(_ json: JSONValue) throws(JSONMappingError) {
    guard case .string(let text) = json else { throw wrongType(json, "A time is written as a string") }
    guard let time = JSONTimestamp(text) else {
      throw JSONMappingError(
        .invalidValue,
        "\(excerpt(text)) is no time; write it like 2024-02-29T12:30:00.5Z, with Z or an offset like +01:00, "
          + "at most 9 fraction digits, from year 0001 to 9999.")
    }
    append(seconds: time.seconds, nanoseconds: time.nanoseconds)
  }

  private mutating func duration(_ json: JSONValue) throws(JSONMappingError) {
    guard case .string(let text) = json else { throw wrongType(json, "A duration is written as a string") }
    guard let duration = JSONDuration(text) else {
      throw JSONMappingError(
        .invalidValue,
        "\(excerpt(text)) is no duration; write seconds like 1.5s or -0.25s, at most 9 fraction digits, "
          + "up to 315576000000s either way.")
    }
    append(seconds: duration.seconds, nanoseconds: duration.nanoseconds)
  }

  private mutating func append(seconds: Int64, nanoseconds: Int32) {
    if seconds != 0 {
      output.appendTag(1, .varint)
      output.appendVarint(UInt64(bitPattern: seconds))
    }
    if nanoseconds != 0 {
      output.appendTag(2, .varint)
      output.appendVarint(UInt64(bitPattern: Int64(nanoseconds)))
    }
  }

  private mutating func fieldMask(_ json: JSONValue) throws(JSONMappingError) {
    guard case .string(let text) = json else { throw wrongType(json, "A field mask is written as a string") }
    for path in text.split(separator: ",", omittingEmptySubsequences: !text.contains(",")) {
      guard let original = FieldMaskPath.original(of: path) else {
        throw JSONMappingError(
          .invalidValue, "\(excerpt(String(path))) is no path; write lowerCamelCase names, separated by dots.")
      }
      output.appendTag(1, .lengthDelimited)
      output.append(.text(original))
    }
  }

  /// The member of google.protobuf.Value is chosen by the sort of the JSON value.
  private mutating func value(
    _ json: JSONValue, as type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    let number =
      switch json {
      case .null: 1
      case .number: 2
      case .string: 3
      case .bool: 4
      case .object: 5
      case .array: 6
      }
    try element(json, type.fields[number - 1], depth: depth)
  }

  private mutating func any(_ json: JSONValue, depth: Int) throws(JSONMappingError) {
    guard case .object(var members) = json else { throw wrongType(json, "An Any is written as an object") }
    if members.isEmpty { return }
    guard let index = members.firstIndex(where: { $0.name == "@type" }) else {
      throw JSONMappingError(
        .invalidValue, "The member \"@type\" is missing; add it, like \"type.googleapis.com/google.protobuf.Empty\".")
    }
    guard case .string(let url) = members.remove(at: index).value else {
      throw JSONMappingError(.wrongType, "The type of an Any is a string.").inField("@type")
    }
    guard let type = pool.message(forTypeURL: url) else {
      throw JSONMappingError(
        .unknownType,
        "No message is known for \(excerpt(url)); write type.googleapis.com/ and the full name of a message."
      ).inField("@type")
    }
    output.appendTag(1, .lengthDelimited)
    output.append(.text(url))
    let start = beginLengthDelimited(2)
    try payload(members, as: type, depth: depth + 1)
    endLengthDelimited(start)
    // An empty payload is a default and left out: two bytes, tag and length.
    if output.count == start { output.removeLast(2) }
  }

  /// Appends the message in an Any from the members beside `@type`.
  private mutating func payload(
    _ members: [JSONMember], as type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    guard type.wellKnown != nil else {
      return try message(.object(members), as: type, depth: depth)
    }
    guard members.count == 1, members[0].name == "value" else {
      throw JSONMappingError(
        .invalidValue, "\(type.fullName) in an Any is written as \"@type\" and \"value\"; give these two members.")
    }
    do throws(JSONMappingError) {
      try message(members[0].value, as: type, depth: depth)
    } catch {
      throw error.inField("value")
    }
  }
}
