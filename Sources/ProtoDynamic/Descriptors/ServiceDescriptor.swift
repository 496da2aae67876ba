/// A service with its methods.
package struct ServiceDescriptor: Sendable {
  /// One method. Input and output are full names of messages in the same pool.
  package struct Method: Hashable, Sendable {
    package let name: String
    package let input: String
    package let output: String
    package let clientStreaming: Bool
    package let serverStreaming: Bool
  }

  /// Package and name, without a leading dot.
  package let fullName: String
  /// In the order of declaration; names are unique.
  package let methods: [Method]
  /// Index of the declaring file in the pool's `files`.
  package let file: Int

  /// The method of that name, or nil.
  package func method(named name: String) -> Method? { methods.first { $0.name == name } }
}
