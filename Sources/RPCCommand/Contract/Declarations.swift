import ProtoDynamic

/// Writes services, messages and enums as a `.proto` file declares them, with full names.
struct Declarations {
  private let pool: DescriptorPool
  private(set) var lines: [String] = []
  private var written: Set<String> = []

  init(_ pool: DescriptorPool) {
    self.pool = pool
  }

  /// A service with its methods.
  mutating func service(_ service: ServiceDescriptor) {
    separate()
    lines.append("service \(service.fullName) {")
    for method in service.methods { lines.append("  \(Self.signature(method))") }
    lines.append("}")
  }

  /// One method, then its messages.
  mutating func method(_ method: ServiceDescriptor.Method, of service: ServiceDescriptor) {
    separate()
    lines.append("// \(service.fullName)/\(method.name)")
    lines.append(Self.signature(method))
    type(method.input)
    type(method.output)
  }

  /// A message or enum and then every type that it uses; each once.
  mutating func type(_ name: String) {
    guard written.insert(name).inserted else { return }
    if let message = pool.message(named: name) {
      self.message(message)
    } else if let enumeration = pool.enumeration(named: name) {
      self.enumeration(enumeration)
    }
  }

  private static func signature(_ method: ServiceDescriptor.Method) -> String {
    let input = method.clientStreaming ? "stream \(method.input)" : method.input
    let output = method.serverStreaming ? "stream \(method.output)" : method.output
    return "rpc \(method.name)(\(input)) returns (\(output));"
  }

  private mutating func message(_ message: MessageDescriptor) {
    separate()
    lines.append(message.fields.isEmpty ? "message \(message.fullName) {}" : "message \(message.fullName) {")
    var open: Int?
    for field in message.fields {
      if field.oneof != open {
        if open != nil { lines.append("  }") }
        if let oneof = field.oneof { lines.append("  oneof \(message.oneofs[oneof]) {") }
        open = field.oneof
      }
      lines.append("\(open == nil ? "  " : "    ")\(declaration(field))")
    }
    if open != nil { lines.append("  }") }
    if !message.fields.isEmpty { lines.append("}") }
    for field in message.fields { usedTypes(of: field).forEach { type($0) } }
  }

  private mutating func enumeration(_ enumeration: EnumDescriptor) {
    separate()
    lines.append("enum \(enumeration.fullName) {")
    for value in enumeration.values { lines.append("  \(value.name) = \(value.number);") }
    lines.append("}")
  }

  private func declaration(_ field: FieldDescriptor) -> String {
    if field.isMap, let entry = pool.messageType(of: field), let key = entry.field(number: 1), let value = entry.field(number: 2)
    {
      return "map<\(typeName(key)), \(typeName(value))> \(field.name) = \(field.number);"
    }
    return "\(field.isRepeated ? "repeated " : "")\(typeName(field)) \(field.name) = \(field.number);"
  }

  private func typeName(_ field: FieldDescriptor) -> String {
    pool.messageType(of: field)?.fullName ?? pool.enumType(of: field)?.fullName ?? "\(field.kind)"
  }

  private func usedTypes(of field: FieldDescriptor) -> [String] {
    if field.isMap, let entry = pool.messageType(of: field) { return entry.fields.flatMap(usedTypes) }
    return [pool.messageType(of: field)?.fullName ?? pool.enumType(of: field)?.fullName].compactMap(\.self)
  }

  private mutating func separate() {
    if !lines.isEmpty { lines.append("") }
  }
}
