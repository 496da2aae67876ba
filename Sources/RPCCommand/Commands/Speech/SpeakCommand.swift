import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speak`.
struct SpeakCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speak", abstract: "Has the server speak a word, and says which clip that is.",
    discussion: """
      The server looks into its cache first, then asks its engines in order. The answer says who spoke, and why others did not. \
      Where nobody speaks, the error holds how the word is pronounced.

      EXAMPLES:
        rpc-cli speak schedule
        rpc-cli speak schedule --accent us --play
        rpc-cli speak "look after" --engine espeak --format opus --out look-after.ogg
      """)

  @Argument(help: ArgumentHelp("A word, phrase or sentence in English.", valueName: "text"))
  var text: String

  @OptionGroup var voiceOptions: VoiceOptions

  @Option(help: ArgumentHelp("The engine's own name of a voice; only with --engine.", valueName: "voice"))
  var voice = ""

  @Option(help: ArgumentHelp("50 to 200; 100 is normal.", valueName: "percent"))
  var speed: Int32 = 0

  @Option(help: ArgumentHelp("Write the clip into this new file.", valueName: "file"))
  var out: String?

  @Flag(help: "Play the clip, with the first player that this machine has.")
  var play = false

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if play && out != nil { throw ValidationError("--play and --out exclude each other.") }
    if play && voiceOptions.format != .wav { throw ValidationError("--play takes wav only.") }
    if !voice.isEmpty && voiceOptions.engine == .unspecified { throw ValidationError("--voice needs --engine.") }
  }

  func run() async throws {
    // The file first: a wrong name needs no server.
    let file = try out.map { path throws(CommandFailure) in try FileDownload(path: path) }
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let request = SynthesizeRequest(
      text: text, accent: voiceOptions.accent, engine: voiceOptions.engine, voice: voice, speedPercent: speed,
      format: voiceOptions.format)
    let answer = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.synthesize(request, options: options)
    }
    let clip = answer.clip ?? SpeechClip()
    for passed in answer.passedOver { Terminal.show("\(passed.engine.word) \(passed.trouble.sentence).") }
    Terminal.show("\(clip.line), \(answer.cached ? "from the cache" : "spoken now")")
    Terminal.show("key \(clip.key)")
    if let file, let out {
      try await ClipReading(speech, options).read(clip) { piece throws(CommandFailure) in try file.append(piece) }
      try file.finish()
      Terminal.show("\(out): \(file.writtenBytes) bytes")
    }
    if play {
      var sound: [UInt8] = []
      try await ClipReading(speech, options).read(clip) { sound += $0 }
      try Player.play(sound)
    }
  }
}

extension SpeechClip {
  /// Who speaks, how long, how much.
  fileprivate var line: String {
    "\(engine.word), \(accent.word), voice \(voice.onOneLine): \(durationMilliseconds.thousandths) s, \(sizeBytes) bytes"
  }
}

/// Reads whole clips by pieces.
private struct ClipReading {
  private let speech: SpeechServiceClient
  private let options: CallOptions

  init(_ speech: SpeechServiceClient, _ options: CallOptions) {
    self.speech = speech
    self.options = options
  }

  func read(_ clip: SpeechClip, _ take: ([UInt8]) throws(CommandFailure) -> Void) async throws(CommandFailure) {
    var offset: Int64 = 0
    while offset < clip.sizeBytes {
      let request = GetClipRequest(key: clip.key, offset: offset)
      let piece = try await CommandFailure.wrapping { () async throws(RPCError) in
        try await speech.getClip(request, options: options).data
      }
      if piece.isEmpty { throw .usage("The server has less of the clip than it said: try again.") }
      try take(piece)
      offset += Int64(piece.count)
    }
  }
}
