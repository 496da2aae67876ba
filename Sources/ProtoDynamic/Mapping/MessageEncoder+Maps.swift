extension MessageEncoder {
  /// Appends the entries of a map, sorted by key; key and value are always written.
  mutating func map(_ json: JSONValue, _ field: FieldDescriptor, depth: Int) throws(JSONMappingError) {
    guard case .object(let members) = json, let entry = pool.messageType(of: field) else {
      throw wrongType(json, "A map is written as an object")
    }
    let keyField = entry.fields[0]
    let valueField = entry.fields[1]
    var entries: [(key: MapKey, member: Int)] = []
    entries.reserveCapacity(members.count)
    for (index, member) in members.enumerated() {
      do throws(JSONMappingError) {
        entries.append((try key(member.name, keyField.kind), index))
      } catch {
        throw error.atKey(member.name)
      }
    }
    entries.sort { $0.key < $1.key }
    for (entry, next) in zip(entries, entries.dropFirst()) where entry.key == next.key {
      throw JSONMappingError(
        .repeatedField, "This is the same key as \(excerpt(members[entry.member].name)); keep one of the two."
      ).atKey(members[next.member].name)
    }
    for (key, index) in entries {
      do throws(JSONMappingError) {
        if case .null = members[index].value, !takesNull(valueField) {
          throw JSONMappingError(.unexpectedNull, "null is no value of a map; leave the entry out or write a value.")
        }
        let start = beginLengthDelimited(field.number)
        output.appendTag(1, keyField.kind.wireType)
        output.append(scalar(key, keyField.kind))
        try element(members[index].value, valueField, depth: depth)
        endLengthDelimited(start)
      } catch {
        throw error.atKey(members[index].name)
      }
    }
  }

  private func key(_ name: String, _ kind: FieldKind) throws(JSONMappingError) -> MapKey {
    switch kind {
    case .string: return .text(ExactText(name))
    case .bool:
      switch name {
      case "true": return .bool(true)
      case "false": return .bool(false)
      default: throw JSONMappingError(.invalidValue, "The keys of this map are true and false.")
      }
    case .uint32, .fixed32: return .unsigned(UInt64(try integer(.string(name), as: UInt32.self)))
    case .uint64, .fixed64: return .unsigned(try integer(.string(name), as: UInt64.self))
    case .int64, .sint64, .sfixed64: return .signed(try integer(.string(name), as: Int64.self))
    default: return .signed(Int64(try integer(.string(name), as: Int32.self)))
    }
  }

  private func scalar(_ key: MapKey, _ kind: FieldKind) -> WireScalar {
    switch key {
    case .bool(let value): .varint(value ? 1 : 0)
    case .text(let value): .text(value.text)
    case .signed(let value): WireScalar(UInt64(bitPattern: value), kind)
    case .unsigned(let value): WireScalar(value, kind)
    }
  }
}
