import ArgumentParser
import FiszkaAPI

extension User {
  /// One line for people.
  var line: String {
    let name = [nickname, email.isEmpty ? "" : "<\(email)>"].filter { !$0.isEmpty }.joined(separator: " ")
    return "\(id)  \(name.isEmpty ? "(erased)" : name.onOneLine)  \(role.word)\(deletedAt == nil ? "" : ", deleted")"
  }
}

extension Role {
  /// As the command line takes it.
  var word: String {
    switch self {
    case .user: "user"
    case .admin: "admin"
    case .unspecified: ""
    case .unrecognized(let number): "\(number)"
    }
  }

  /// Reads "user" or "admin".
  static func parse(_ text: String) throws -> Role {
    switch text {
    case "user": .user
    case "admin": .admin
    default: throw ValidationError("\"\(text)\" is no role: write user or admin.")
    }
  }
}
