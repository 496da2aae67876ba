import ProtobufCSupport

/// Writes JSON values as messages, one after another, into one array of bytes.
struct MessageEncoder {
  let pool: DescriptorPool
  var output: [UInt8] = []

  init(pool: DescriptorPool) {
    self.pool = pool
  }

  /// Appends the fields of a message of any type, without tag and length.
  mutating func message(_ json: JSONValue, as type: MessageDescriptor, depth: Int) throws(JSONMappingError) {
    guard depth <= JSONMapping.depthLimit else {
      throw JSONMappingError(
        .tooDeep, "Messages are nested deeper than \(JSONMapping.depthLimit); flatten the value.")
    }
    if let known = type.wellKnown {
      try wellKnown(known, json, as: type, depth: depth)
    } else if case .object(let members) = json {
      try fields(members, of: type, depth: depth)
    } else {
      throw wrongType(json, "\(type.fullName) is written as an object")
    }
  }

  /// Appends the fields that `members` name, in the order of their numbers.
  mutating func fields(
    _ members: [JSONMember], of type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    for (index, member) in try resolve(members, of: type) {
      do throws(JSONMappingError) {
        try field(members[member].value, type.fields[index], depth: depth)
      } catch {
        throw error.inField(members[member].name)
      }
    }
  }

  /// The indexes of fields and members that belong together, sorted by field; members that set nothing are left out.
  private func resolve(
    _ members: [JSONMember], of type: MessageDescriptor
  ) throws(JSONMappingError) -> [(field: Int, member: Int)] {
    var pairs: [(field: Int, member: Int)] = []
    pairs.reserveCapacity(members.count)
    for (position, member) in members.enumerated() {
      guard let index = type.index(ofName: member.name) else { throw unknownField(member.name, of: type) }
      pairs.append((index, position))
    }
    pairs.sort { ($0.field, $0.member) < ($1.field, $1.member) }
    for (pair, next) in zip(pairs, pairs.dropFirst()) where pair.field == next.field {
      throw JSONMappingError(
        .repeatedField, "This is the same field as \(excerpt(members[pair.member].name)); keep one of the two names."
      ).inField(members[next.member].name)
    }
    pairs.removeAll { !sets(members[$0.member].value, type.fields[$0.field]) }
    var memberByOneof: [Int: Int] = [:]
    for pair in pairs {
      guard let oneof = type.fields[pair.field].oneof else { continue }
      guard let other = memberByOneof.updateValue(pair.member, forKey: oneof) else { continue }
      let (first, second) = (members[min(other, pair.member)], members[max(other, pair.member)])
      throw JSONMappingError(
        .severalOneofMembers,
        "The oneof \(type.oneofs[oneof]) holds \(excerpt(first.name)) already; keep one of its members."
      ).inField(second.name)
    }
    return pairs
  }

  private func unknownField(_ name: String, of type: MessageDescriptor) -> JSONMappingError {
    let shown = type.fields.prefix(20).map(\.jsonName).joined(separator: ", ")
    let rest = type.fields.count > 20 ? ", and \(type.fields.count - 20) more" : ""
    let known = type.fields.isEmpty ? "it has no fields" : "its fields are \(shown)\(rest)"
    return JSONMappingError(.unknownField, "\(type.fullName) has no such field; \(known).").inField(name)
  }

  /// False for a null that leaves the field at its default.
  private func sets(_ json: JSONValue, _ field: FieldDescriptor) -> Bool {
    if case .null = json { !field.isRepeated && takesNull(field) } else { true }
  }

  /// True when null is a value of the field's type.
  func takesNull(_ field: FieldDescriptor) -> Bool {
    switch field.kind {
    case .message(let index): pool.messages[index].wellKnown == .value
    case .enumeration(let index): pool.enums[index].isNullValue
    default: false
    }
  }

  private mutating func field(
    _ json: JSONValue, _ field: FieldDescriptor, depth: Int
  ) throws(JSONMappingError) {
    if field.isMap { return try map(json, field, depth: depth) }
    if field.isRepeated { return try list(json, field, depth: depth) }
    if case .message = field.kind { return try element(json, field, depth: depth) }
    let value = try scalar(json, field.kind)
    if value.isDefault && !field.hasPresence { return }
    output.appendTag(field.number, field.kind.wireType)
    output.append(value)
  }

  /// Appends the elements of a repeated field that is not a map.
  mutating func list(_ json: JSONValue, _ field: FieldDescriptor, depth: Int) throws(JSONMappingError) {
    guard case .array(let elements) = json else { throw wrongType(json, "A repeated field is written as an array") }
    if elements.isEmpty { return }
    let packed = field.isPacked ? beginLengthDelimited(field.number) : nil
    for (index, element) in elements.enumerated() {
      do throws(JSONMappingError) {
        if case .null = element, !takesNull(field) {
          throw JSONMappingError(.unexpectedNull, "null is no element of a list; leave it out or write a value.")
        }
        if field.isPacked {
          output.append(try scalar(element, field.kind))
        } else {
          try self.element(element, field, depth: depth)
        }
      } catch {
        throw error.atIndex(index)
      }
    }
    if let packed { endLengthDelimited(packed) }
  }

  /// Appends one value of a field, default or not, with its tag.
  mutating func element(_ json: JSONValue, _ field: FieldDescriptor, depth: Int) throws(JSONMappingError) {
    if case .message(let index) = field.kind {
      let start = beginLengthDelimited(field.number)
      try message(json, as: pool.messages[index], depth: depth + 1)
      endLengthDelimited(start)
    } else {
      let value = try scalar(json, field.kind)
      output.appendTag(field.number, field.kind.wireType)
      output.append(value)
    }
  }

  /// Appends a tag and room for a length of one byte; the result goes to `endLengthDelimited`.
  mutating func beginLengthDelimited(_ number: Int) -> Int {
    output.appendTag(number, .lengthDelimited)
    output.append(0)
    return output.count
  }

  /// Sets the length of what was appended since `beginLengthDelimited`. A length of more than one byte moves the content, at
  /// most once per level of nesting.
  mutating func endLengthDelimited(_ start: Int) {
    let count = output.count - start
    if count < 0x80 {
      output[start - 1] = UInt8(count)
    } else {
      var length: [UInt8] = []
      length.appendVarint(UInt64(count))
      output.replaceSubrange(start - 1..<start, with: length)
    }
  }

  func wrongType(_ json: JSONValue, _ expected: String) -> JSONMappingError {
    JSONMappingError(.wrongType, "\(expected), and here is \(json.sort).")
  }
}
