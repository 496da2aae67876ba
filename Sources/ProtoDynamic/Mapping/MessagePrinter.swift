import ProtobufCSupport

/// Writes wire bytes as JSON, straight from one to the other.
struct MessagePrinter {
  let pool: DescriptorPool
  let format: JSONFormat
  var writer: JSONWriter

  init(pool: DescriptorPool, format: JSONFormat) {
    self.pool = pool
    self.format = format
    writer = JSONWriter(indented: format.indented)
  }

  /// Writes one message of any type. `parts` are its bytes; a message that occurs several times in a singular field is the
  /// merge of its occurrences, which is what their bytes one after another mean.
  mutating func message(
    _ type: MessageDescriptor, _ parts: ArraySlice<FieldOccurrence>, depth: Int
  ) throws(JSONMappingError) {
    let found = try occurrences(in: parts, of: type, depth: depth)
    if let known = type.wellKnown { return try wellKnown(known, type, found, depth: depth) }
    writer.beginObject()
    try members(found, of: type, depth: depth)
    writer.endObject()
  }

  /// Writes the members of the open object for all occurrences, which are sorted by field.
  mutating func members(
    _ found: [FieldOccurrence], of type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) {
    var start = 0
    if format.includesDefaults {
      for (index, field) in type.fields.enumerated() {
        var end = start
        while end < found.count, found[end].field == index { end += 1 }
        try member(field, found[start..<end], depth: depth)
        start = end
      }
      return
    }
    while start < found.count {
      var end = start
      while end < found.count, found[end].field == found[start].field { end += 1 }
      try member(type.fields[found[start].field], found[start..<end], depth: depth)
      start = end
    }
  }

  /// All occurrences of known fields in `parts`, sorted by field, in the order of the wire within a field. Members of a oneof
  /// that a later member replaced are gone.
  func occurrences(
    in parts: ArraySlice<FieldOccurrence>, of type: MessageDescriptor, depth: Int
  ) throws(JSONMappingError) -> [FieldOccurrence] {
    guard depth <= JSONMapping.depthLimit else {
      throw JSONMappingError(
        .tooDeep, "Messages are nested deeper than \(JSONMapping.depthLimit), which is too deep to be shown.")
    }
    var found: [FieldOccurrence] = []
    // For each oneof the member that was last seen and where in `found` its occurrences start to count.
    var winners: [Int: (field: Int, start: Int)] = [:]
    var isSorted = true
    for part in parts {
      var reader = WireReader(part.bytes)
      while let tag = try wire({ reader throws(ProtobufError) in try reader.nextTag() }, &reader) {
        let value = try wire({ reader throws(ProtobufError) in try reader.value(tag.type) }, &reader)
        guard let index = type.index(ofNumber: tag.field), accepts(tag.type, type.fields[index]) else { continue }
        let field = type.fields[index]
        if field.kind == .string { try checkUTF8(value, field, index, found) }
        if let oneof = field.oneof, winners[oneof]?.field != index { winners[oneof] = (index, found.count) }
        if let last = found.last, last.field > index { isSorted = false }
        found.append(FieldOccurrence(field: index, bytes: value))
      }
    }
    if winners.isEmpty && isSorted { return found }
    let kept = found.enumerated().filter { offset, occurrence in
      guard let oneof = type.fields[occurrence.field].oneof, let winner = winners[oneof] else { return true }
      return winner.field == occurrence.field && winner.start <= offset
    }
    return kept.sorted { ($0.element.field, $0.offset) < ($1.element.field, $1.offset) }.map(\.element)
  }

  private func accepts(_ type: WireType, _ field: FieldDescriptor) -> Bool {
    type == field.kind.wireType || type == .lengthDelimited && field.isRepeated && field.kind.isPackable
  }

  private func checkUTF8(
    _ value: UnsafeRawBufferPointer, _ field: FieldDescriptor, _ index: Int, _ found: [FieldOccurrence]
  ) throws(JSONMappingError) {
    guard !value.isUTF8 else { return }
    let error = JSONMappingError(
      .invalidUTF8, "The string is not UTF-8; the sender must convert the text or declare the field as bytes.")
    let place = field.isRepeated ? error.atIndex(found.count { $0.field == index }) : error
    throw place.inField(name(of: field))
  }

  /// Runs one step of a reader; what it refuses is malformed.
  func wire<Value>(
    _ step: (inout WireReader) throws(ProtobufError) -> Value, _ reader: inout WireReader
  ) throws(JSONMappingError) -> Value {
    do throws(ProtobufError) {
      return try step(&reader)
    } catch {
      throw JSONMappingError(
        .malformed, "The message bytes are truncated or damaged, or of another type; check the type and the transfer.")
    }
  }

  func name(of field: FieldDescriptor) -> String { format.originalNames ? field.name : field.jsonName }

  /// Writes one field, or nothing when it is to be left out.
  private mutating func member(
    _ field: FieldDescriptor, _ found: ArraySlice<FieldOccurrence>, depth: Int
  ) throws(JSONMappingError) {
    do throws(JSONMappingError) {
      if try isLeftOut(field, found) { return }
      writer.name(name(of: field))
      if field.isMap {
        try map(field, found, depth: depth)
      } else if field.isRepeated {
        try list(field, found, depth: depth)
      } else {
        try value(field.kind, found, depth: depth)
      }
    } catch {
      throw error.inField(name(of: field))
    }
  }

  private func isLeftOut(
    _ field: FieldDescriptor, _ found: ArraySlice<FieldOccurrence>
  ) throws(JSONMappingError) -> Bool {
    if field.hasPresence { return found.isEmpty }
    if format.includesDefaults { return false }
    // A run of packed numbers may hold none.
    if field.isRepeated { return found.allSatisfy { field.kind.isPackable && $0.bytes.isEmpty } }
    guard let last = found.last else { return true }
    return try isDefault(field.kind, last.bytes)
  }
}
