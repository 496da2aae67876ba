import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli password`.
struct PasswordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "password", abstract: "Changes your own password and ends your other sessions.",
    discussion: "Reads the password until now and the new one from the terminal, or from two lines of standard input.")

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let current = try PasswordInput.read("Password until now: ")
    let new = try PasswordInput.read("New password: ")
    let client = AuthServiceClient(try await connection.connect())
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.changePassword(
        ChangePasswordRequest(currentPassword: current, newPassword: new), options: options)
    }
    Terminal.show("The password is changed; other sessions ended: \(response.endedSessions).")
  }
}
