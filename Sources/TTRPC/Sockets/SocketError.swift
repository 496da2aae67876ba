/// An address on which one can neither listen nor connect.
package struct SocketError: Error, CustomStringConvertible {
  /// The address in question.
  package let address: Address
  /// What is wrong and what to do.
  package let problem: String
  /// The system's number for it, where there is one.
  package let errno: Int32?

  init(address: Address, problem: String, errno: Int32? = nil) {
    self.address = address
    self.problem = problem
    self.errno = errno
  }

  package var description: String { "\(address): \(problem)." }
}
