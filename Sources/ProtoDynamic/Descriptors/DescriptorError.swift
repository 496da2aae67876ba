/// Why a descriptor set cannot be used.
package enum DescriptorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The bytes are not a serialized FileDescriptorSet; the innermost element that could be named.
  case malformed(in: String)
  /// Messages are nested deeper in one another than `limit`.
  case tooDeep(message: String, limit: Int)
  /// Two files, types, services, methods or extensions have this name.
  case duplicate(symbol: String)
  /// A field or method names a type that no file of the set declares.
  case unresolved(type: String, usedBy: String)
  /// A declaration breaks a rule of the language.
  case invalid(symbol: String, reason: String)

  package var description: String {
    switch self {
    case .malformed(let place):
      "The descriptor set is damaged at \(place); write it anew with protoc --include_imports --descriptor_set_out."
    case .tooDeep(let message, let limit):
      "\(message) is nested deeper than \(limit) messages; declare it further out."
    case .duplicate(let symbol):
      "\(symbol) is declared twice in the descriptor set; give each file once and each symbol one declaration."
    case .unresolved(let type, let user):
      "\(user) uses the type \(type), which the descriptor set does not declare; write the set with --include_imports."
    case .invalid(let symbol, let reason):
      "\(symbol) \(reason); write the descriptor set with protoc from a valid .proto file."
    }
  }
}
