import ArgumentParser
import FiszkaAPI
import Glibc

/// `fiszkad`, the daemon.
@main struct Fiszkad: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fiszkad", abstract: "The backend of Fiszka, a vocabulary trainer for Polish learners of English.",
    version: "fiszkad \(FiszkaVersion.current)", subcommands: [Serve.self, UserCommand.self, Migrate.self, RestoreCommand.self])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as StartFailure {
      leave(saying: "error: \(failure.message)", failure.exitCode)
    } catch {
      // Help and versions are thrown too; they succeed.
      let text = fullMessage(for: error)
      if exitCode(for: error).isSuccess {
        print(text)
      } else {
        leave(saying: text.replacing("Error: ", with: "error: ", maxReplacements: 1), StartFailure.wrongUse)
      }
    }
  }

  private static func leave(saying text: String, _ exitCode: CInt) -> Never {
    StandardError.write(Array("\(text)\n".utf8))
    Glibc.exit(exitCode)
  }
}
