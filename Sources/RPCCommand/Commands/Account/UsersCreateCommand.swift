import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users create`.
struct UsersCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Makes an account.",
    discussion: "Reads the first password, 10 characters or more, from the terminal or from standard input.")

  @Argument(help: ArgumentHelp("Address to sign in with.", valueName: "email"))
  var email: String

  @Argument(help: ArgumentHelp("Name to show.", valueName: "nickname"))
  var nickname: String

  @Option(help: ArgumentHelp("user or admin.", valueName: "role"), transform: Role.parse)
  var role: Role = .user

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let password = try PasswordInput.read()
    let client = UserServiceClient(try await connection.connect())
    let request = CreateUserRequest(email: email, nickname: nickname, role: role, password: password)
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.createUser(request, options: options)
    }
    Terminal.show((response.user ?? User()).line)
    if !response.warning.isEmpty { Terminal.show(response.warning) }
  }
}
