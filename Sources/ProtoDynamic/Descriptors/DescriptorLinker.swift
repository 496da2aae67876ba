/// Resolves the names between declarations and checks the rules that the JSON mapping relies on.
struct DescriptorLinker {
  let files: [FileDescriptor]
  let enums: [EnumDescriptor]
  private(set) var messages: [MessageDescriptor] = []
  private(set) var services: [ServiceDescriptor] = []
  private(set) var symbols: [String: Symbol] = [:]
  private let declared: [DescriptorReader.Message]
  private let isProto3: [Bool]

  init(_ bytes: UnsafeRawBufferPointer) throws(DescriptorError) {
    let read = try DescriptorReader(bytes)
    declared = read.messages
    isProto3 = read.files.map(\.isProto3)
    enums = read.enums
    files = read.files.map { file in
      FileDescriptor(
        name: file.name, dependencies: file.dependencies, serialized: file.serialized, symbols: file.symbols,
        extensions: file.extensions)
    }
    var names: Set<String> = []
    for file in files where !names.insert(file.name).inserted { throw .duplicate(symbol: file.name) }
    for (index, message) in declared.enumerated() { try declare(message.fullName, .message(index)) }
    for (index, enumeration) in enums.enumerated() { try declare(enumeration.fullName, .enumeration(index)) }
    for (index, service) in read.services.enumerated() { try declare(service.fullName, .service(index)) }
    for (index, file) in files.enumerated() {
      for element in file.extensions { try declare(element.fullName, .member(file: index)) }
    }
    for message in declared { messages.append(try link(message)) }
    for message in messages where message.wellKnown?.matches(message, in: messages, enums) == false {
      throw .invalid(symbol: message.fullName, reason: "is not declared as published")
    }
    for service in read.services { services.append(try link(service)) }
  }

  private mutating func declare(_ name: String, _ symbol: Symbol) throws(DescriptorError) {
    guard symbols.updateValue(symbol, forKey: name) == nil else { throw .duplicate(symbol: name) }
  }

  private mutating func link(_ service: DescriptorReader.Service) throws(DescriptorError) -> ServiceDescriptor {
    for method in service.methods {
      let fullName = "\(service.fullName).\(method.name)"
      try declare(fullName, .member(file: service.file))
      for type in [method.input, method.output] {
        guard case .message = symbols[type] else { throw .unresolved(type: type, usedBy: fullName) }
      }
    }
    return ServiceDescriptor(fullName: service.fullName, methods: service.methods, file: service.file)
  }

  private func link(_ message: DescriptorReader.Message) throws(DescriptorError) -> MessageDescriptor {
    var fields: [FieldDescriptor] = []
    var names: Set<ExactText> = []
    for field in message.fields {
      let linked = try link(field, of: message)
      guard names.insert(ExactText(linked.name)).inserted else {
        throw .duplicate(symbol: "\(message.fullName).\(linked.name)")
      }
      fields.append(linked)
    }
    fields.sort { $0.number < $1.number }
    for (field, next) in zip(fields, fields.dropFirst()) where field.number == next.number {
      throw .invalid(symbol: message.fullName, reason: "has two fields of the number \(field.number)")
    }
    if message.isMapEntry { try checkMapEntry(fields, of: message) }
    return MessageDescriptor(
      fullName: message.fullName, fields: fields, oneofs: message.oneofs, isMapEntry: message.isMapEntry,
      file: message.file, wellKnown: WellKnownType(fullName: message.fullName))
  }

  private func checkMapEntry(
    _ fields: [FieldDescriptor], of message: DescriptorReader.Message
  ) throws(DescriptorError) {
    guard fields.count == 2, fields[0].number == 1, fields[1].number == 2, fields[0].kind.isMapKey,
      !fields[0].isRepeated, !fields[1].isRepeated
    else { throw .invalid(symbol: message.fullName, reason: "is no valid entry of a map") }
  }

  private func link(
    _ field: DescriptorReader.Field, of message: DescriptorReader.Message
  ) throws(DescriptorError) -> FieldDescriptor {
    let fullName = "\(message.fullName).\(field.name)"
    guard (1...536_870_911).contains(field.number) else {
      throw .invalid(symbol: fullName, reason: "has a number outside 1 to 536870911")
    }
    guard let label = FieldDescriptor.Label(rawValue: field.label) else {
      throw .invalid(symbol: fullName, reason: "has an unknown label")
    }
    let kind = try kind(of: field, fullName)
    var isMap = false
    if case .message(let index) = kind, declared[index].isMapEntry {
      guard label == .repeated else { throw .invalid(symbol: fullName, reason: "holds one entry of a map") }
      isMap = true
    }
    if let oneof = field.oneof {
      guard oneof < UInt64(message.oneofs.count), label != .repeated else {
        throw .invalid(symbol: fullName, reason: "is in a oneof that cannot hold it")
      }
    }
    let isProto3 = isProto3[message.file]
    return FieldDescriptor(
      name: field.name, jsonName: field.jsonName ?? Self.jsonName(of: field.name), number: Int(field.number), kind: kind,
      label: label, isMap: isMap, isPacked: label == .repeated && kind.isPackable && field.packed ?? isProto3,
      hasPresence: label != .repeated && (!isProto3 || kind.isMessage || field.oneof != nil),
      oneof: field.oneof.map { Int($0) })
  }

  /// `FieldDescriptorProto.Type` by its number.
  private func kind(of field: DescriptorReader.Field, _ fullName: String) throws(DescriptorError) -> FieldKind {
    switch field.type {
    case 1: return .double
    case 2: return .float
    case 3: return .int64
    case 4: return .uint64
    case 5: return .int32
    case 6: return .fixed64
    case 7: return .fixed32
    case 8: return .bool
    case 9: return .string
    case 11:
      guard case .message(let index) = symbols[withoutLeadingDot(field.typeName)] else { break }
      return .message(index)
    case 12: return .bytes
    case 13: return .uint32
    case 14:
      guard case .enumeration(let index) = symbols[withoutLeadingDot(field.typeName)] else { break }
      return .enumeration(index)
    case 15: return .sfixed32
    case 16: return .sfixed64
    case 17: return .sint32
    case 18: return .sint64
    default: throw .invalid(symbol: fullName, reason: "has the type number \(field.type), which is a group or unknown")
    }
    throw .unresolved(type: field.typeName, usedBy: fullName)
  }

  /// The default JSON name: underscores go, and the letter after one becomes a capital.
  private static func jsonName(of name: String) -> String {
    var result: [UInt8] = []
    var raises = false
    for byte in name.utf8 {
      if byte == UInt8(ascii: "_") {
        raises = true
      } else {
        result.append(raises && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte)
        raises = false
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
