/// An extension of a message (in this project: options). JSON leaves extensions out; reflection lists them.
package struct ExtensionDescriptor: Hashable, Sendable {
  /// Scope and name, without a leading dot.
  package let fullName: String
  /// Full name of the extended message, without a leading dot; it need not be in the pool.
  package let extendee: String
  /// 1 to 536,870,911.
  package let number: Int
}
