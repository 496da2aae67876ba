import Glibc
import NIOPosix
import TTRPC

extension RunningServer {
  /// A connection of this process, which acts as the server's own user.
  func connect() async throws -> ClientConnection {
    try await ClientConnection.connect(to: try Address(parsing: addresses[0]), on: .singleton)
  }

  /// Ends the server as a power cut does, and waits until it is gone.
  func kill() async {
    child.send(SIGKILL)
    _ = await child.exitCode.value
  }
}
