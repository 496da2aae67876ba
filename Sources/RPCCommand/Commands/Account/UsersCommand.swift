import ArgumentParser

/// `rpc-cli users`.
struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users", abstract: "Manages accounts.",
    subcommands: [
      UsersListCommand.self, UsersCreateCommand.self, UsersShowCommand.self, UsersUpdateCommand.self, UsersDeleteCommand.self,
      UsersResetPasswordCommand.self,
    ], defaultSubcommand: UsersListCommand.self)
}
