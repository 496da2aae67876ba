import ArgumentParser
import FiszkaAPI

/// Who is to speak, and how.
struct VoiceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The accent: uk or us; without it the server's default.", valueName: "accent"),
    transform: SpeechAccent.parse)
  var accent: SpeechAccent = .unspecified

  @Option(
    help: ArgumentHelp(
      "The engine: coqui, piper, espeak or external; without it the first one of the server's settings that can.",
      valueName: "engine"),
    transform: SpeechEngineKind.parse)
  var engine: SpeechEngineKind = .unspecified

  @Option(help: ArgumentHelp("How the clip is encoded: wav or opus.", valueName: "format"), transform: SpeechFormat.parse)
  var format: SpeechFormat = .wav
}
