import Foundation

/// Where an engine answers: "http://tts.example.com:5002" or the same with https, perhaps with a path before its own.
package struct EndpointURL: Hashable, Sendable, CustomStringConvertible {
  /// Without a slash at the end.
  package let description: String

  /// Nil unless the text has the scheme http or https, a host, and neither a query, a fragment nor a name and password, which would show
  /// up wherever the address does.
  package init?(_ text: String) {
    // What is not ASCII, Foundation would change into something else.
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let parts = URLComponents(string: text),
      parts.scheme == "http" || parts.scheme == "https",
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil
    else { return nil }
    description = String(text.reversed().drop { $0 == "/" }.reversed())
  }

  /// The address of something there.
  ///
  /// - Parameters:
  ///   - path: Begins with a slash; stands as it is.
  ///   - query: Is escaped.
  func url(_ path: String, query: [(name: String, value: String)] = []) -> String {
    let pairs = query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }
    return description + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(Unicode.Scalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
  }
}
