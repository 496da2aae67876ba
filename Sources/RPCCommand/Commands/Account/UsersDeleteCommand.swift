import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users delete`.
struct UsersDeleteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Deletes an account: it cannot sign in any more.",
    discussion: "Its data stay. `rpc-cli privacy erase` removes what is personal.")

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "id"))
  var id: Int64

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let client = UserServiceClient(try await connection.connect())
    _ = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.deleteUser(DeleteUserRequest(userID: id), options: options)
    }
    Terminal.show("Deleted account \(id).")
  }
}
