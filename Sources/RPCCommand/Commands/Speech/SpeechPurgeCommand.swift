import ArgumentParser
import CommonProto
import FiszkaAPI
import TTRPC

/// `rpc-cli speech purge`.
struct SpeechPurgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Removes clips from the cache; for admins.",
    discussion: """
      Clips are made anew when they are asked for. Say which to remove: those that match all options, or --all.

      EXAMPLES:
        rpc-cli speech purge --engine coqui
        rpc-cli speech purge --unread-since 2026-01-01
      """)

  @Option(
    help: ArgumentHelp("Only clips of this engine: coqui, piper, espeak or external.", valueName: "engine"),
    transform: SpeechEngineKind.parse)
  var engine: SpeechEngineKind = .unspecified

  @Option(help: ArgumentHelp("Only clips that nobody has read since.", valueName: "time"), transform: TimeText.parse)
  var unreadSince: ProtobufTimestamp?

  @Flag(help: "All clips.")
  var all = false

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    let isNarrowed = engine != .unspecified || unreadSince != nil
    if all == isNarrowed { throw ValidationError("Say which clips: --engine and --unread-since, or --all.") }
  }

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let request = PurgeClipsRequest(engine: engine, accessedBefore: unreadSince)
    let answer = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.purgeClips(request, options: options)
    }
    Terminal.show("\(answer.removedClips) clips of \(answer.removedBytes) bytes removed")
  }
}
