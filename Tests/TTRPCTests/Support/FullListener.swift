import Glibc

@testable import TTRPC

/// A listening Unix socket whose queue of connections is full.
final class FullListener: Sendable {
  private let listener: CInt
  private let waiting: [CInt]

  init(_ path: String) throws {
    (listener, _) = try UnixSocket.listen(.unix(path: path), mode: 0o600, group: nil, backlog: 0)
    var waiting: [CInt] = []
    while let descriptor = try? UnixSocket.connect(.unix(path: path)) { waiting.append(descriptor) }
    self.waiting = waiting
  }

  deinit {
    for descriptor in waiting + [listener] { close(descriptor) }
  }

  /// Makes room for one connection.
  func accept() {
    close(Glibc.accept(listener, nil, nil))
  }
}
