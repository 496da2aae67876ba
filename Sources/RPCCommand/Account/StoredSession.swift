import FiszkaSecurity
import Glibc
import TTRPC

/// Where the token of a session is kept between commands: a file of its own per server address, that only its owner can read.
///
/// In `$XDG_CONFIG_HOME/fiszka/sessions`, by default `~/.config/fiszka/sessions`. The name is a hash of the address, which stands
/// in the file's first line; the token is the second.
struct StoredSession {
  private let address: String

  init(for address: Address) {
    self.address = Self.absolute(address).description
  }

  /// Nil when nobody has logged in at the address.
  func token() throws(CommandFailure) -> String? {
    guard let path = try? path() else { return nil }
    guard let file = fopen(path, "re") else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .usage("The stored session \(path) cannot be read: \(String(cString: strerror(errno))).")
    }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 1_024) { memory, count in
      count = fread(memory.baseAddress, 1, memory.count, file)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard lines.count == 2, lines[0] == address else {
      throw .usage("The stored session \(path) is not whole: remove it and log in again.")
    }
    return String(lines[1])
  }

  /// Replaces what is stored, in one step.
  func store(_ token: String) throws(CommandFailure) {
    let path = try path()
    let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
    for end in folder.indices.dropFirst() where folder[end] == "/" { mkdir(String(folder[..<end]), 0o700) }
    mkdir(folder, 0o700)
    let temporary = "\(path).\(getpid())"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if file < 0 { throw Self.failure("make", temporary) }
    let bytes = Array("\(address)\n\(token)\n".utf8)
    let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    close(file)
    if !isWritten || rename(temporary, path) != 0 {
      let failure = Self.failure("write", path)
      unlink(temporary)
      throw failure
    }
  }

  /// Forgets what is stored; nothing is fine.
  func remove() throws(CommandFailure) {
    let path = try path()
    if unlink(path) != 0 && errno != ENOENT && errno != ENOTDIR { throw Self.failure("remove", path) }
  }

  private func path() throws(CommandFailure) -> String {
    let digest = SHA256.digest(Array(address.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    if let place = Self.variable("XDG_CONFIG_HOME"), place.hasPrefix("/") { return "\(place)/fiszka/sessions/\(digest)" }
    if let home = Self.variable("HOME") { return "\(home)/.config/fiszka/sessions/\(digest)" }
    throw .usage("There is no home folder to keep the session in: set HOME or XDG_CONFIG_HOME.")
  }

  /// A relative path names another socket in another folder.
  private static func absolute(_ address: Address) -> Address {
    guard case .unix(let path) = address, !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return address }
    defer { free(folder) }
    return .unix(path: "\(String(cString: folder))/\(path)")
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func failure(_ action: String, _ path: String) -> CommandFailure {
    .usage("Cannot \(action) \(path): \(String(cString: strerror(errno))).")
  }
}
