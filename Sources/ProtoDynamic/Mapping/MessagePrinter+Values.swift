import ProtobufCSupport

extension MessagePrinter {
  /// Writes one value that is not repeated: the merge of all occurrences of a message, else the last; the default when there
  /// is none.
  mutating func value(
    _ kind: FieldKind, _ found: ArraySlice<FieldOccurrence>, depth: Int
  ) throws(JSONMappingError) {
    let bytes = found.last?.bytes ?? .empty
    switch kind {
    case .message(let index): try message(pool.messages[index], found, depth: depth + 1)
    case .string: writer.string(utf8: bytes)
    case .bytes: writer.base64(bytes)
    default: write(bytes.isEmpty ? 0 : try bits(kind, bytes), as: kind)
    }
  }

  /// Writes the elements of a repeated field as an array; numbers may be packed or not, also both by turns.
  mutating func list(
    _ field: FieldDescriptor, _ found: ArraySlice<FieldOccurrence>, depth: Int
  ) throws(JSONMappingError) {
    writer.beginArray()
    var count = 0
    do throws(JSONMappingError) {
      for index in found.indices {
        guard field.kind.isPackable else {
          writer.beginElement()
          try value(field.kind, found[index...index], depth: depth)
          count += 1
          continue
        }
        var reader = WireReader(found[index].bytes)
        while !reader.isAtEnd {
          let number = try bits(field.kind, &reader)
          writer.beginElement()
          write(number, as: field.kind)
          count += 1
        }
      }
    } catch {
      throw error.atIndex(count)
    }
    writer.endArray()
  }

  /// Writes a map as an object, sorted by key; of several entries with one key the last counts.
  mutating func map(
    _ field: FieldDescriptor, _ found: ArraySlice<FieldOccurrence>, depth: Int
  ) throws(JSONMappingError) {
    guard case .message(let index) = field.kind else { return }
    let type = pool.messages[index]
    let keyKind = type.fields[0].kind
    var entries: [(key: MapKey, position: Int, value: ArraySlice<FieldOccurrence>)] = []
    entries.reserveCapacity(found.count)
    for index in found.indices {
      let parts = try occurrences(in: found[index...index], of: type, depth: depth)
      let keyCount = parts.prefix { $0.field == 0 }.count
      entries.append((try key(keyKind, parts[..<keyCount].last?.bytes ?? .empty), index, parts[keyCount...]))
    }
    entries.sort { $0.key == $1.key ? $0.position < $1.position : $0.key < $1.key }
    writer.beginObject()
    for (index, entry) in entries.enumerated() {
      if index + 1 < entries.count, entries[index + 1].key == entry.key { continue }
      writer.name(entry.key.name)
      do throws(JSONMappingError) {
        try value(type.fields[1].kind, entry.value, depth: depth)
      } catch {
        throw error.atKey(entry.key.name)
      }
    }
    writer.endObject()
  }

  private func key(_ kind: FieldKind, _ bytes: UnsafeRawBufferPointer) throws(JSONMappingError) -> MapKey {
    if kind == .string { return .text(ExactText(String(decoding: bytes, as: UTF8.self))) }
    let number = bytes.isEmpty ? 0 : try bits(kind, bytes)
    switch kind {
    case .bool: return .bool(number != 0)
    case .uint32, .uint64, .fixed32, .fixed64: return .unsigned(number)
    default: return .signed(Int64(bitPattern: number))
    }
  }

  /// True for the value that a field without presence does not show.
  func isDefault(_ kind: FieldKind, _ bytes: UnsafeRawBufferPointer) throws(JSONMappingError) -> Bool {
    try kind.wireType == .lengthDelimited ? bytes.isEmpty : bits(kind, bytes) == 0
  }

  func bits(_ kind: FieldKind, _ bytes: UnsafeRawBufferPointer) throws(JSONMappingError) -> UInt64 {
    var reader = WireReader(bytes)
    return try bits(kind, &reader)
  }

  /// One number as 64 bits: integers with their sign extended, bool as 0 or 1, floating-point values as their bits. Varints
  /// wider than the field lose their upper bits, as the encoding defines.
  private func bits(_ kind: FieldKind, _ reader: inout WireReader) throws(JSONMappingError) -> UInt64 {
    let raw: UInt64 =
      switch kind.wireType {
      case .fixed32: UInt64(try wire({ reader throws(ProtobufError) in try reader.readFixed32() }, &reader))
      case .fixed64: try wire({ reader throws(ProtobufError) in try reader.readFixed64() }, &reader)
      default: try wire({ reader throws(ProtobufError) in try reader.readVarint() }, &reader)
      }
    switch kind {
    case .int32, .sfixed32, .enumeration: return UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: raw)))
    case .uint32: return UInt64(UInt32(truncatingIfNeeded: raw))
    case .sint32: return unzigzag(UInt64(UInt32(truncatingIfNeeded: raw)))
    case .sint64: return unzigzag(raw)
    case .bool: return raw == 0 ? 0 : 1
    default: return raw
    }
  }

  private func unzigzag(_ raw: UInt64) -> UInt64 { raw >> 1 ^ (0 &- (raw & 1)) }

  /// Writes a number that came from `bits`. 64-bit integers stand in quotes, because readers of JSON round them otherwise.
  private mutating func write(_ bits: UInt64, as kind: FieldKind) {
    let signed = Int64(bitPattern: bits)
    switch kind {
    case .double: write(Double(bitPattern: bits))
    case .float: write(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .int64, .sint64, .sfixed64: writer.string(String(signed))
    case .uint64, .fixed64: writer.string(String(bits))
    case .bool: writer.literal(bits == 0 ? "false" : "true")
    case .enumeration(let index):
      let type = pool.enums[index]
      if type.isNullValue {
        writer.literal("null")
      } else if let name = type.name(of: Int32(truncatingIfNeeded: signed)) {
        writer.string(name)
      } else {
        writer.literal(String(signed))
      }
    default: writer.literal(String(signed))
    }
  }

  /// The shortest text that reads back as the same value.
  private mutating func write<Number: BinaryFloatingPoint & CustomStringConvertible>(_ number: Number) {
    if number.isNaN {
      writer.string("NaN")
    } else if number.isInfinite {
      writer.string(number < 0 ? "-Infinity" : "Infinity")
    } else {
      writer.literal(number.description)
    }
  }
}
