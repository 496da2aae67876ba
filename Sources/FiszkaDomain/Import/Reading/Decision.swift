/// Something that reading a file had to decide, with the reason, so that people can see it and say otherwise.
package struct Decision<Value: Hashable & Sendable & Codable>: Hashable, Sendable, Codable {
  package let value: Value
  /// One English sentence.
  package let reason: String

  package init(_ value: Value, reason: String) {
    self.value = value
    self.reason = reason
  }
}
