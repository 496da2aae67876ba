import ProtobufCSupport

/// The fields of every request of a contract by name, read from its descriptor set (google/protobuf/descriptor.proto).
struct RequestFields {
  private struct Field {
    var name = ""
    var number = 0
    var type: UInt64 = 0
    var typeName = ""
  }

  private static let int64Type: UInt64 = 3
  private static let messageType: UInt64 = 11

  /// By full name with a dot before, as descriptors write it.
  private var messages: [String: [Field]] = [:]
  /// Request type by "package.Service/Method".
  private var requests: [String: String] = [:]

  /// - Parameter descriptorSet: an encoded FileDescriptorSet.
  init(descriptorSet: UnsafeRawBufferPointer) throws(ProtobufError) {
    try Self.each(descriptorSet) { (number, value) throws(ProtobufError) in
      if number == 1 { try addFile(value.bytes) }
    }
  }

  /// Numbers of the fields that `path` names with dots, from the request of `method` on; nil unless all but the last are
  /// messages and the last is an int64.
  func numbers(of path: String, inRequestOf method: String) -> [Int]? {
    guard var type = requests[method] else { return nil }
    let names = path.split(separator: ".", omittingEmptySubsequences: false)
    var numbers: [Int] = []
    for (index, name) in names.enumerated() {
      guard let field = messages[type]?.first(where: { $0.name == name }) else { return nil }
      guard field.type == (index == names.count - 1 ? Self.int64Type : Self.messageType) else { return nil }
      numbers.append(field.number)
      type = field.typeName
    }
    return numbers
  }

  private mutating func addFile(_ file: UnsafeRawBufferPointer) throws(ProtobufError) {
    var package = ""
    var services: [UnsafeRawBufferPointer] = []
    var types: [UnsafeRawBufferPointer] = []
    try Self.each(file) { (number, value) throws(ProtobufError) in
      switch number {
      case 2: package = value.text
      case 4: types.append(value.bytes)
      case 6: services.append(value.bytes)
      default: break
      }
    }
    for type in types { try addMessage(type, in: ".\(package)") }
    for service in services { try addService(service, package: package) }
  }

  private mutating func addMessage(_ message: UnsafeRawBufferPointer, in scope: String) throws(ProtobufError) {
    var name = ""
    var fields: [Field] = []
    var nested: [UnsafeRawBufferPointer] = []
    try Self.each(message) { (number, value) throws(ProtobufError) in
      switch number {
      case 1: name = "\(scope).\(value.text)"
      case 2: fields.append(try Self.field(value.bytes))
      case 3: nested.append(value.bytes)
      default: break
      }
    }
    messages[name] = fields
    for message in nested { try addMessage(message, in: name) }
  }

  private static func field(_ bytes: UnsafeRawBufferPointer) throws(ProtobufError) -> Field {
    var field = Field()
    try each(bytes) { (number, value) throws(ProtobufError) in
      switch number {
      case 1: field.name = value.text
      case 3: field.number = Int(truncatingIfNeeded: value.number)
      case 5: field.type = value.number
      case 6: field.typeName = value.text
      default: break
      }
    }
    return field
  }

  private mutating func addService(_ service: UnsafeRawBufferPointer, package: String) throws(ProtobufError) {
    var name = ""
    var methods: [(name: String, request: String)] = []
    try Self.each(service) { (number, value) throws(ProtobufError) in
      switch number {
      case 1: name = value.text
      case 2:
        var method = (name: "", request: "")
        try Self.each(value.bytes) { (number, value) throws(ProtobufError) in
          if number == 1 { method.name = value.text }
          if number == 2 { method.request = value.text }
        }
        methods.append(method)
      default: break
      }
    }
    for method in methods { requests["\(package).\(name)/\(method.name)"] = method.request }
  }

  private enum Value {
    case varint(UInt64)
    case lengthDelimited(UnsafeRawBufferPointer)
    case fixed

    var number: UInt64 { if case .varint(let number) = self { number } else { 0 } }
    var bytes: UnsafeRawBufferPointer {
      if case .lengthDelimited(let bytes) = self { bytes } else { UnsafeRawBufferPointer(start: nil, count: 0) }
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private static func each(
    _ message: UnsafeRawBufferPointer, _ take: (_ field: Int, Value) throws(ProtobufError) -> Void
  ) throws(ProtobufError) {
    var reader = WireReader(message)
    while let tag = try reader.nextTag() {
      switch tag.type {
      case .varint: try take(tag.field, .varint(try reader.readVarint()))
      case .lengthDelimited: try take(tag.field, .lengthDelimited(reader[try reader.readLengthDelimited()]))
      case .fixed32, .fixed64:
        try reader.skip(tag.type)
        try take(tag.field, .fixed)
      }
    }
  }
}
