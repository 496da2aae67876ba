/// One `.proto` file of a descriptor set.
package struct FileDescriptor: Sendable {
  /// The path by which other files import it.
  package let name: String
  /// Names of the files it imports, not necessarily in the pool.
  package let dependencies: [String]
  /// The serialized google.protobuf.FileDescriptorProto, byte for byte as given.
  package let serialized: [UInt8]
  /// Full names of its messages, enums, services, methods (`service.method`) and extensions, nested ones included, map
  /// entries excluded.
  package let symbols: [String]
  package let extensions: [ExtensionDescriptor]
}
