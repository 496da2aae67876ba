/// The proto3 JSON mapping, driven by descriptors. Source of the rules: https://protobuf.dev/programming-guides/json/.
///
/// Time and memory are linear in input and output; the caller bounds the input. Use from any thread.
package struct JSONMapping: Sendable {
  /// How deep messages may be nested inside the outermost one.
  package static let depthLimit = 100

  private let pool: DescriptorPool

  package init(_ pool: DescriptorPool) {
    self.pool = pool
  }

  /// The wire bytes of a JSON text.
  ///
  /// Fields are taken under their original and their JSON name. An unknown field, a field given twice, two members of a
  /// oneof, a value that is not exactly representable (but for the rounding of floating-point numbers) and an Any of an
  /// unknown type are errors. The result is canonical: fields by number, map entries by key, defaults left out.
  package func encode(_ json: String, as message: String) throws(JSONMappingError) -> [UInt8] {
    try encode([UInt8](json.utf8), as: message)
  }

  /// The wire bytes of a JSON text given as UTF-8.
  package func encode(_ json: [UInt8], as message: String) throws(JSONMappingError) -> [UInt8] {
    // A level of messages takes up to two levels of JSON: a list or a map, and the object in it.
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONParser.parse(json, depthLimit: 2 * Self.depthLimit + 1)
    } catch {
      throw JSONMappingError(.invalidJSON, error.description)
    }
    return try encode(value, as: message)
  }

  /// The wire bytes of a JSON value.
  package func encode(_ json: JSONValue, as message: String) throws(JSONMappingError) -> [UInt8] {
    var encoder = MessageEncoder(pool: pool)
    try encoder.message(json, as: try descriptor(message), depth: 0)
    return encoder.output
  }

  /// The JSON text of wire bytes, members in the order of field numbers, entries of a map in the order of keys.
  ///
  /// Unknown fields are left out, a field of another wire type than declared is unknown, groups are refused. An Any of a type
  /// that the pool does not have is written as `{"@type": …, "value": base64}`, so that an error's details can always be
  /// shown; `encode` does not take that form back.
  package func decode(
    _ bytes: UnsafeRawBufferPointer, as message: String, format: JSONFormat = JSONFormat()
  ) throws(JSONMappingError) -> String {
    var printer = MessagePrinter(pool: pool, format: format)
    try printer.message(try descriptor(message), [FieldOccurrence(field: 0, bytes: bytes)], depth: 0)
    return String(decoding: printer.writer.bytes, as: UTF8.self)
  }

  /// The JSON text of wire bytes.
  package func decode(
    _ bytes: [UInt8], as message: String, format: JSONFormat = JSONFormat()
  ) throws(JSONMappingError) -> String {
    let result: Result<String, JSONMappingError> = bytes.withUnsafeBytes { raw in
      do throws(JSONMappingError) {
        return .success(try decode(raw, as: message, format: format))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func descriptor(_ name: String) throws(JSONMappingError) -> MessageDescriptor {
    guard let descriptor = pool.message(named: name) else {
      throw JSONMappingError(
        .unknownMessage, "There is no message \(excerpt(name)); give the full name, package included.")
    }
    return descriptor
  }
}
