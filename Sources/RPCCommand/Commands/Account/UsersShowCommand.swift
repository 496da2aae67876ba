import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users show`.
struct UsersShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows an account; also a deleted one.")

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "id"))
  var id: Int64

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let client = UserServiceClient(try await connection.connect())
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.getUser(GetUserRequest(userID: id), options: options)
    }
    Terminal.show((response.user ?? User()).line)
  }
}
