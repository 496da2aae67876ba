import ArgumentParser

/// `fiszkad user`.
struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Makes accounts on the server's own machine.", subcommands: [CreateAdminCommand.self])
}
