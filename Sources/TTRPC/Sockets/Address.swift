/// Where a server listens or a client connects.
package enum Address: Hashable, Sendable {
  /// A Unix socket in the file system; its path, at most 107 bytes.
  case unix(path: String)
  /// A Unix socket in Linux's abstract name space; its name without the leading zero byte, at most 107 bytes.
  case abstract(name: String)
  /// A host name or numeric address, and a port; port 0 lets the system choose when listening.
  case tcp(host: String, port: Int)

  /// Reads "unix:PATH", "unix:@NAME" or "tcp:HOST:PORT", an IPv6 host in brackets.
  package init(parsing text: String) throws(AddressError) {
    if text.hasPrefix("unix:@") {
      self = .abstract(name: String(text.dropFirst(6)))
    } else if text.hasPrefix("unix:") {
      self = .unix(path: String(text.dropFirst(5)))
    } else if text.hasPrefix("tcp:") {
      self = try Self.tcp(parsing: text.dropFirst(4), of: text)
    } else {
      throw AddressError(text: text, problem: "it starts with none of unix: and tcp:")
    }
    try check(text)
  }

  /// Reads "HOST:PORT", an IPv6 host in brackets.
  package static func tcp(parsing rest: Substring, of text: String) throws(AddressError) -> Address {
    // Digits only: the conversion takes a sign too.
    guard let colon = rest.lastIndex(of: ":"), rest[colon...].dropFirst().first?.isWholeNumber == true,
      let port = UInt16(rest[colon...].dropFirst())
    else {
      throw AddressError(text: text, problem: "the port, 0 to 65535, is missing")
    }
    var host = rest[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw AddressError(text: text, problem: "an IPv6 address stands in brackets")
    }
    return .tcp(host: String(host), port: Int(port))
  }

  private func check(_ text: String) throws(AddressError) {
    switch self {
    case .unix(let name), .abstract(let name):
      if name.isEmpty { throw AddressError(text: text, problem: "the name is empty") }
      if name.utf8.count > 107 { throw AddressError(text: text, problem: "a socket's name has at most 107 bytes") }
      if name.utf8.contains(0) { throw AddressError(text: text, problem: "the name contains a zero byte") }
    case .tcp(let host, _):
      if host.isEmpty { throw AddressError(text: text, problem: "the host is missing") }
    }
  }
}

extension Address: CustomStringConvertible {
  /// The form that `init(parsing:)` reads.
  package var description: String {
    switch self {
    case .unix(let path): "unix:\(path)"
    case .abstract(let name): "unix:@\(name)"
    case .tcp(let host, let port): host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
    }
  }
}

/// A text that is no address.
package struct AddressError: Error, CustomStringConvertible {
  let text: String
  let problem: String

  /// What is wrong and what an address looks like.
  package var description: String {
    "\"\(text)\" is no address: \(problem). Write unix:PATH, unix:@NAME or tcp:HOST:PORT."
  }
}
