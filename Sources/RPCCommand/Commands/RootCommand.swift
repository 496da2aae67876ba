package import ArgumentParser
import FiszkaAPI

/// `rpc-cli`.
package struct RootCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rpc-cli", abstract: "Calls a ttrpc server by hand.",
    discussion: """
      EXIT CODES: 0 success; 1 wrong use or input; 2 no connection; 64 + status code when the call failed, such as 69 for \
      NOT_FOUND and 78 for UNAVAILABLE.
      """,
    version: "rpc-cli \(FiszkaVersion.current)",
    subcommands: [
      ImportCommand.self, LessonsCommand.self, ItemsCommand.self, ImportsCommand.self, SpeakCommand.self, SpeechCommand.self,
      CallCommand.self, HealthCommand.self,
      LoginCommand.self, LogoutCommand.self, WhoAmICommand.self, PasswordCommand.self, UsersCommand.self,
      AuditCommand.self, PrivacyCommand.self, BackupCommand.self, MetricsCommand.self, ListCommand.self, DescribeCommand.self,
    ])

  @OptionGroup var connection: ConnectionOptions

  package init() {}

  /// Runs the command that `arguments` name; the exit code.
  package static func run(_ arguments: [String]) async -> Int32 {
    do {
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      return 0
    } catch let failure as CommandFailure {
      Terminal.complain(failure.message, details: failure.detailLines(try? .embedded()))
      return failure.exitCode
    } catch {
      // Help and versions are thrown too; they succeed.
      let text = fullMessage(for: error)
      if exitCode(for: error).isSuccess {
        Terminal.show(text)
        return 0
      }
      let prefix = "Error: "
      Terminal.complain(String(text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]))
      return 1
    }
  }
}
