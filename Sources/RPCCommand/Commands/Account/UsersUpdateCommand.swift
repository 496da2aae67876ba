import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users update`.
struct UsersUpdateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update", abstract: "Changes address, nickname or role of an account.")

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "id"))
  var id: Int64

  @Option(help: ArgumentHelp("New address to sign in with.", valueName: "email"))
  var email: String?

  @Option(help: ArgumentHelp("New name to show.", valueName: "nickname"))
  var nickname: String?

  @Option(help: ArgumentHelp("New role: user or admin.", valueName: "role"), transform: Role.parse)
  var role: Role = .unspecified

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if email == nil && nickname == nil && role == .unspecified {
      throw ValidationError("Say what to change: --email, --nickname or --role.")
    }
  }

  func run() async throws {
    let options = try connection.callOptions
    let client = UserServiceClient(try await connection.connect())
    let request = UpdateUserRequest(userID: id, email: email, nickname: nickname, role: role)
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.updateUser(request, options: options)
    }
    Terminal.show((response.user ?? User()).line)
  }
}
