import ArgumentParser

/// `rpc-cli speech`.
struct SpeechCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speech", abstract: "Tests the engines of speech, lists voices, changes settings, fills and empties the cache.",
    subcommands: [
      SpeechHealthCommand.self, SpeechTestCommand.self, SpeechVoicesCommand.self, SpeechSettingsCommand.self,
      SpeechPrefetchCommand.self, SpeechPurgeCommand.self,
    ], defaultSubcommand: SpeechHealthCommand.self)
}
