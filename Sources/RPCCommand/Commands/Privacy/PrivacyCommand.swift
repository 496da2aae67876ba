import ArgumentParser

/// `rpc-cli privacy`.
struct PrivacyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "privacy", abstract: "Exports or erases what is stored about a person.",
    subcommands: [PrivacyExportCommand.self, PrivacyEraseCommand.self])
}
