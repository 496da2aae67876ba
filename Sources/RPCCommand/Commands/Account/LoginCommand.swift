import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli login`.
struct LoginCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Signs in, and keeps the session for later commands at the same address.",
    discussion: """
      Reads the password from the terminal, where it is not shown, or from the first line of standard input. The session's token is \
      kept in $XDG_CONFIG_HOME/fiszka or ~/.config/fiszka, readable by you alone. `rpc-cli logout` ends the session.

      EXAMPLES:
        rpc-cli login ola@example.org --address tcp:192.168.1.10:7070
        rpc-cli login ola@example.org <password-file
      """)

  @Argument(help: ArgumentHelp("Address of the account.", valueName: "email"))
  var email: String

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let stored = StoredSession(for: try connection.parsedAddress())
    let password = try PasswordInput.read()
    let client = AuthServiceClient(try await connection.connect())
    let options = connection.ownOptions
    // A session that is stored already would be none of this call's business, and its end must not hinder it.
    let response = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.signIn(SignInRequest(email: email, password: password), options: options)
    }
    try stored.store(response.token)
    let user = response.user ?? User()
    Terminal.show("Signed in as \(user.nickname.onOneLine), \(user.role.word).")
  }
}
