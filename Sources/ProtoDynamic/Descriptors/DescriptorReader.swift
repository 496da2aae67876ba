import ProtobufCSupport

/// Reads the declarations of a serialized FileDescriptorSet into flat lists. Field numbers are those of
/// google/protobuf/descriptor.proto; fields not named here are passed over.
struct DescriptorReader {
  /// How deep messages may be declared inside one another.
  static let nestingLimit = 32

  private(set) var files: [File] = []
  private(set) var messages: [Message] = []
  private(set) var enums: [EnumDescriptor] = []
  private(set) var services: [Service] = []

  init(_ bytes: UnsafeRawBufferPointer) throws(DescriptorError) {
    for case (1, .bytes(let file)) in try elements(of: bytes, "the file list") { try readFile(file) }
  }

  private enum Value {
    case number(UInt64)
    case bytes(UnsafeRawBufferPointer)
  }

  private func elements(
    of bytes: UnsafeRawBufferPointer, _ place: String
  ) throws(DescriptorError) -> [(field: Int, value: Value)] {
    var reader = WireReader(bytes)
    var found: [(Int, Value)] = []
    do throws(ProtobufError) {
      while let tag = try reader.nextTag() {
        switch tag.type {
        case .varint: found.append((tag.field, .number(try reader.readVarint())))
        case .lengthDelimited: found.append((tag.field, .bytes(reader[try reader.readLengthDelimited()])))
        case .fixed32, .fixed64: try reader.skip(tag.type)
        }
      }
    } catch {
      throw .malformed(in: place)
    }
    return found
  }

  private func text(_ bytes: UnsafeRawBufferPointer, _ place: String) throws(DescriptorError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed(in: place) }
    return text
  }

  private func name(
    in elements: [(field: Int, value: Value)], scope: String
  ) throws(DescriptorError) -> String {
    var name = ""
    for case (1, .bytes(let bytes)) in elements { name = try text(bytes, "a name in \(scope)") }
    guard !name.isEmpty else { throw .invalid(symbol: scope, reason: "holds a declaration without a name") }
    return name
  }

  private mutating func readFile(_ bytes: UnsafeRawBufferPointer) throws(DescriptorError) {
    let elements = try elements(of: bytes, "a file")
    var file = File()
    file.name = try name(in: elements, scope: "the descriptor set")
    file.serialized = [UInt8](bytes)
    for (field, value) in elements {
      switch (field, value) {
      case (2, .bytes(let bytes)): file.package = try text(bytes, file.name)
      case (3, .bytes(let bytes)): file.dependencies.append(try text(bytes, file.name))
      case (12, .bytes(let bytes)):
        let syntax = try text(bytes, file.name)
        guard ["", "proto2", "proto3"].contains(syntax) else {
          throw .invalid(symbol: file.name, reason: "has the syntax \(syntax), and only proto2 and proto3 are understood")
        }
        file.isProto3 = syntax == "proto3"
      default: break
      }
    }
    let index = files.count
    let scope = file.package
    files.append(file)
    for (field, value) in elements {
      switch (field, value) {
      case (4, .bytes(let bytes)): try readMessage(bytes, scope: scope, file: index, depth: 1)
      case (5, .bytes(let bytes)): try readEnum(bytes, scope: scope, file: index)
      case (6, .bytes(let bytes)): try readService(bytes, scope: scope, file: index)
      case (7, .bytes(let bytes)): try readExtension(bytes, scope: scope, file: index)
      default: break
      }
    }
  }

  private mutating func readMessage(
    _ bytes: UnsafeRawBufferPointer, scope: String, file: Int, depth: Int
  ) throws(DescriptorError) {
    let elements = try elements(of: bytes, "a message of \(files[file].name)")
    var message = Message(fullName: joined(scope, try name(in: elements, scope: files[file].name)), file: file)
    guard depth <= Self.nestingLimit else { throw .tooDeep(message: message.fullName, limit: Self.nestingLimit) }
    for (field, value) in elements {
      switch (field, value) {
      case (2, .bytes(let bytes)): message.fields.append(try readField(bytes, scope: message.fullName))
      case (3, .bytes(let bytes)):
        try readMessage(bytes, scope: message.fullName, file: file, depth: depth + 1)
      case (4, .bytes(let bytes)): try readEnum(bytes, scope: message.fullName, file: file)
      case (6, .bytes(let bytes)): try readExtension(bytes, scope: message.fullName, file: file)
      case (7, .bytes(let bytes)):
        for case (7, .number(let flag)) in try self.elements(of: bytes, message.fullName) { message.isMapEntry = flag != 0 }
      case (8, .bytes(let bytes)):
        message.oneofs.append(try name(in: try self.elements(of: bytes, message.fullName), scope: message.fullName))
      default: break
      }
    }
    if !message.isMapEntry { files[file].symbols.append(message.fullName) }
    messages.append(message)
  }

  private func readField(_ bytes: UnsafeRawBufferPointer, scope: String) throws(DescriptorError) -> Field {
    let elements = try elements(of: bytes, "a field of \(scope)")
    var result = Field()
    result.name = try name(in: elements, scope: scope)
    let place = joined(scope, result.name)
    for (field, value) in elements {
      switch (field, value) {
      case (2, .bytes(let bytes)): result.extendee = try text(bytes, place)
      case (3, .number(let number)): result.number = number
      case (4, .number(let label)): result.label = label
      case (5, .number(let type)): result.type = type
      case (6, .bytes(let bytes)): result.typeName = try text(bytes, place)
      case (8, .bytes(let bytes)):
        for case (2, .number(let flag)) in try self.elements(of: bytes, place) { result.packed = flag != 0 }
      case (9, .number(let index)): result.oneof = index
      case (10, .bytes(let bytes)): result.jsonName = try text(bytes, place)
      default: break
      }
    }
    return result
  }

  private mutating func readExtension(
    _ bytes: UnsafeRawBufferPointer, scope: String, file: Int
  ) throws(DescriptorError) {
    let field = try readField(bytes, scope: scope)
    let fullName = joined(scope, field.name)
    guard (1...536_870_911).contains(field.number) else {
      throw .invalid(symbol: fullName, reason: "has a number outside 1 to 536870911")
    }
    files[file].symbols.append(fullName)
    files[file].extensions.append(
      ExtensionDescriptor(fullName: fullName, extendee: withoutLeadingDot(field.extendee), number: Int(field.number)))
  }

  private mutating func readEnum(_ bytes: UnsafeRawBufferPointer, scope: String, file: Int) throws(DescriptorError) {
    let elements = try elements(of: bytes, "an enum of \(files[file].name)")
    let fullName = joined(scope, try name(in: elements, scope: files[file].name))
    var values: [EnumDescriptor.Value] = []
    for case (2, .bytes(let bytes)) in elements {
      let parts = try self.elements(of: bytes, fullName)
      var number: UInt64 = 0
      for case (2, .number(let raw)) in parts { number = raw }
      let name = try name(in: parts, scope: fullName)
      values.append(EnumDescriptor.Value(name: name, number: Int32(truncatingIfNeeded: number)))
    }
    guard !values.isEmpty else { throw .invalid(symbol: fullName, reason: "has no values") }
    files[file].symbols.append(fullName)
    enums.append(EnumDescriptor(fullName: fullName, values: values, file: file))
  }

  private mutating func readService(_ bytes: UnsafeRawBufferPointer, scope: String, file: Int) throws(DescriptorError) {
    let elements = try elements(of: bytes, "a service of \(files[file].name)")
    var service = Service(fullName: joined(scope, try name(in: elements, scope: files[file].name)), file: file)
    files[file].symbols.append(service.fullName)
    for case (2, .bytes(let bytes)) in elements {
      let method = try readMethod(bytes, scope: service.fullName)
      service.methods.append(method)
      files[file].symbols.append(joined(service.fullName, method.name))
    }
    services.append(service)
  }

  private func readMethod(
    _ bytes: UnsafeRawBufferPointer, scope: String
  ) throws(DescriptorError) -> ServiceDescriptor.Method {
    let elements = try elements(of: bytes, "a method of \(scope)")
    let name = try name(in: elements, scope: scope)
    var input = ""
    var output = ""
    var clientStreaming = false
    var serverStreaming = false
    for (field, value) in elements {
      switch (field, value) {
      case (2, .bytes(let bytes)): input = withoutLeadingDot(try text(bytes, joined(scope, name)))
      case (3, .bytes(let bytes)): output = withoutLeadingDot(try text(bytes, joined(scope, name)))
      case (5, .number(let flag)): clientStreaming = flag != 0
      case (6, .number(let flag)): serverStreaming = flag != 0
      default: break
      }
    }
    return ServiceDescriptor.Method(
      name: name, input: input, output: output, clientStreaming: clientStreaming, serverStreaming: serverStreaming)
  }

  private func joined(_ scope: String, _ name: String) -> String {
    scope.isEmpty ? name : "\(scope).\(name)"
  }
}
