/// The types and services of a descriptor set, read once and never changed; use from any thread.
package final class DescriptorPool: Sendable {
  /// In the order of the set.
  package let files: [FileDescriptor]
  /// In the order of declaration, all files after one another.
  package let services: [ServiceDescriptor]
  let messages: [MessageDescriptor]
  let enums: [EnumDescriptor]
  private let symbols: [String: Symbol]
  private let fileByName: [String: Int]

  /// Reads a serialized google.protobuf.FileDescriptorSet, as `protoc --include_imports --descriptor_set_out` writes it.
  ///
  /// The bytes are copied. Damaged or contradictory sets are refused; no bytes make it crash. proto2 and proto3 are
  /// understood, groups and editions are refused.
  package convenience init(fileDescriptorSet bytes: [UInt8]) throws(DescriptorError) {
    let linked: Result<DescriptorLinker, DescriptorError> = bytes.withUnsafeBytes { raw in
      do throws(DescriptorError) { return .success(try DescriptorLinker(raw)) } catch { return .failure(error) }
    }
    self.init(try linked.get())
  }

  /// The same from memory that is borrowed during the call.
  package convenience init(fileDescriptorSet bytes: UnsafeRawBufferPointer) throws(DescriptorError) {
    self.init(try DescriptorLinker(bytes))
  }

  private init(_ linked: DescriptorLinker) {
    files = linked.files
    services = linked.services
    messages = linked.messages
    enums = linked.enums
    symbols = linked.symbols
    fileByName = Dictionary(uniqueKeysWithValues: linked.files.enumerated().map { ($1.name, $0) })
  }

  /// The message of that full name, with or without a leading dot, or nil.
  package func message(named name: String) -> MessageDescriptor? {
    if case .message(let index) = symbols[withoutLeadingDot(name)] { messages[index] } else { nil }
  }

  /// The enum of that full name, with or without a leading dot, or nil.
  package func enumeration(named name: String) -> EnumDescriptor? {
    if case .enumeration(let index) = symbols[withoutLeadingDot(name)] { enums[index] } else { nil }
  }

  /// The service of that full name, with or without a leading dot, or nil.
  package func service(named name: String) -> ServiceDescriptor? {
    if case .service(let index) = symbols[withoutLeadingDot(name)] { services[index] } else { nil }
  }

  /// The file of that name, or nil.
  package func file(named name: String) -> FileDescriptor? { fileByName[name].map { files[$0] } }

  /// The file that declares a symbol (see `FileDescriptor.symbols`), or nil.
  package func file(declaring symbol: String) -> FileDescriptor? {
    switch symbols[withoutLeadingDot(symbol)] {
    case nil: nil
    case .message(let index): files[messages[index].file]
    case .enumeration(let index): files[enums[index].file]
    case .service(let index): files[services[index].file]
    case .member(let file): files[file]
    }
  }

  /// The message type of a field of this pool, or nil when the field holds something else.
  package func messageType(of field: FieldDescriptor) -> MessageDescriptor? {
    if case .message(let index) = field.kind { messages[index] } else { nil }
  }

  /// The enum type of a field of this pool, or nil when the field holds something else.
  package func enumType(of field: FieldDescriptor) -> EnumDescriptor? {
    if case .enumeration(let index) = field.kind { enums[index] } else { nil }
  }
}
