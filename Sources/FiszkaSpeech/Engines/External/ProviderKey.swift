import Glibc

/// The key for a provider. Never printed: whoever writes it into a text gets a word instead.
package struct ProviderKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What is sent.
  let text: String

  /// Nil unless the text, without space around it, is 1 to 1,000 printable ASCII characters without a space.
  package init?(_ text: String) {
    let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    guard (1...1_000).contains(trimmed.count), trimmed.allSatisfy({ $0.isASCII && ("!"..."~").contains($0) }) else { return nil }
    self.text = String(trimmed)
  }

  package var description: String { "(key)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// Reads it from a file that only its owner, who is this user or root, may read.
  package static func read(file path: String) throws(ProviderKeyFault) -> ProviderKey {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .unreadable("no ordinary file") }
    guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() || status.st_uid == 0 else { throw .readableByOthers }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    guard count >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    guard let key = ProviderKey(String(decoding: buffer.prefix(count), as: UTF8.self)) else { throw .noKey }
    return key
  }
}

/// Why a file gives no key.
package enum ProviderKeyFault: Error, Hashable, Sendable {
  /// It cannot be read; says why.
  case unreadable(String)
  /// Others than its owner may read it, or its owner is neither this user nor root.
  case readableByOthers
  /// What is in it is no key.
  case noKey
}

extension ProviderKeyFault: CustomStringConvertible {
  /// A sentence that says what to do.
  package var description: String {
    switch self {
    case .unreadable(let why): "The file with the key cannot be read: \(why)."
    case .readableByOthers: "Others may read the file with the key: make this user its owner and its mode 0600."
    case .noKey: "The file holds no key: it is to be one line without spaces."
    }
  }
}
