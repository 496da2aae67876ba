import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users reset-password`.
struct UsersResetPasswordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset-password", abstract: "Sets the password of an account and ends its sessions.",
    discussion: "Reads the new password, 10 characters or more, from the terminal or from standard input.")

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "id"))
  var id: Int64

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let password = try PasswordInput.read("New password: ")
    let client = UserServiceClient(try await connection.connect())
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.resetPassword(ResetPasswordRequest(userID: id, newPassword: password), options: options)
    }
    Terminal.show("The password is set; sessions ended: \(response.endedSessions).")
  }
}
