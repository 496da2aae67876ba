import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli logout`.
struct LogoutCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logout", abstract: "Ends the session of `rpc-cli login` and forgets it.",
    discussion: "A session that the server has ended already is only forgotten.")

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let stored = StoredSession(for: try connection.parsedAddress())
    guard try stored.token() != nil else {
      Terminal.show("There is no session at this address.")
      return
    }
    let options = try connection.callOptions
    let client = AuthServiceClient(try await connection.connect())
    do throws(RPCError) {
      _ = try await client.signOut(SignOutRequest(), options: options)
    } catch {
      if error.code != .unauthenticated { throw CommandFailure(.call(error)) }
    }
    try stored.remove()
    Terminal.show("Signed out.")
  }
}
