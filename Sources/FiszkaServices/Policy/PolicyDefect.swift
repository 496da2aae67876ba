/// Why a method's policy cannot be kept: the server must not start.
package struct PolicyDefect: Error, CustomStringConvertible {
  /// One sentence with the method's name.
  package let description: String
}
