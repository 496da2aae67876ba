import TTRPC

extension Setting {
  static let espeakWorker = Setting(
    "espeak-worker", .text, "file", default: "fiszka-espeak beside fiszkad",
    "Program that speaks with espeak-ng; where there is none, the command espeak-ng is used, which takes longer.")
  static let espeakProcesses = Setting("espeak-processes", 1...16, default: 2, "Processes of espeak-ng")
  static let coquiURL = Setting(
    "coqui-url", .text, "url", default: "none", "Address of a Coqui tts-server, such as http://127.0.0.1:5002.")
  static let piperURL = Setting(
    "piper-url", .text, "url", default: "none", "Address of a Piper HTTP server, such as http://127.0.0.1:5000.")
  static let engineTimeout = Setting(
    "engine-timeout-ms", 100...120_000, default: 15_000,
    "Milliseconds that a Coqui or Piper server gets for one text; the first one gets four times as long")
  static let externalURL = Setting(
    "external-url", .text, "url", default: "none",
    "Address of a provider with an interface as OpenAI's, before /v1/audio/speech. What is spoken there leaves this machine.")
  static let externalKeyFile = Setting(
    "external-key-file", .text, "file", default: "none",
    "File with the provider's key, which only its owner may read; without it the variable FISZKA_EXTERNAL_KEY counts.")
  static let externalModel = Setting("external-model", .text, "name", default: "tts-1", "The provider's name of its model.")
  static let externalTimeout = Setting(
    "external-timeout-ms", 100...120_000, default: 10_000, "Milliseconds that the provider gets for one text")
  static let clipMiB = Setting("clip-cache-mib", 1...1_048_576, default: 1_024, "Most MiB of clips on disk")
  static let clipMemoryMiB = Setting("clip-memory-mib", 1...65_536, default: 32, "Most MiB of clips in memory")
  static let clipDays = Setting(
    "clip-retention-days", 1...36_500, default: 90, "Days until a clip is removed that nobody hears")
  static let speechQuota = Setting(
    "speech-quota", 0...1_000_000, default: 2_000, "New clips that a learner may have made within an hour, 0 for any number")
  static let speechThreads = Setting(
    "speech-threads", 1...256, default: server.speechThreads, "Threads for calls that wait for an engine to speak")
  static let speechQueue = Setting(
    "speech-queue", 1...100_000, default: server.speechQueue, "Calls that may wait for a thread to have a text spoken")

  /// Of speech, in the order of the help.
  static let speech = [
    espeakWorker, espeakProcesses, coquiURL, piperURL, engineTimeout, externalURL, externalKeyFile, externalModel,
    externalTimeout, clipMiB, clipMemoryMiB, clipDays, speechQuota, speechThreads, speechQueue,
  ]

  /// The variable of the provider's key, which no option has: command lines can be read by everybody.
  static let externalKeyVariable = "FISZKA_EXTERNAL_KEY"
}
