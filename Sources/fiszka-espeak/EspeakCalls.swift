import EspeakAPI
import TTRPC

/// The calls of fiszkad, served by the library.
struct EspeakCalls: EspeakService {
  private static let textBytes = 1...4_096
  private static let wordsPerMinute: ClosedRange<Int32> = 80...450

  private let library: EspeakLibrary

  init(_ library: EspeakLibrary) {
    self.library = library
  }

  func synthesize(_ request: SynthesizeRequest, _ call: CallContext) throws(RPCError) -> SynthesizeResponse {
    try check(request.text)
    guard Self.wordsPerMinute.contains(request.wordsPerMinute) else {
      throw RPCError(.invalidArgument, "words_per_minute is 80 to 450.")
    }
    let samples = try answer { () throws(EspeakFailure) in
      try library.speak(request.text, voice: request.voice, wordsPerMinute: request.wordsPerMinute)
    }
    return SynthesizeResponse(sampleRate: Int32(library.sampleRate), samples: samples.withUnsafeBytes { Array($0) })
  }

  func transcribePhonemes(
    _ request: TranscribePhonemesRequest, _ call: CallContext
  ) throws(RPCError) -> TranscribePhonemesResponse {
    try check(request.text)
    return TranscribePhonemesResponse(
      phonemes: try answer { () throws(EspeakFailure) in try library.phonemes(request.text, voice: request.voice) })
  }

  func listEspeakVoices(_ request: ListEspeakVoicesRequest, _ call: CallContext) throws(RPCError) -> ListEspeakVoicesResponse {
    ListEspeakVoicesResponse(voices: library.voices, libraryVersion: library.version)
  }

  /// The library reads up to a zero character.
  private func check(_ text: String) throws(RPCError) {
    guard Self.textBytes.contains(text.utf8.count), !text.utf8.contains(0) else {
      throw RPCError(.invalidArgument, "text is 1 to 4,096 bytes without a zero character.")
    }
  }

  private func answer<Value>(_ body: () throws(EspeakFailure) -> Value) throws(RPCError) -> Value {
    do throws(EspeakFailure) {
      return try body()
    } catch {
      switch error {
      case .unknownVoice: throw RPCError(.notFound, "\(error): ListEspeakVoices tells them.")
      case .tooLong: throw RPCError(.outOfRange, "\(error): send less at once.")
      case .notInstalled, .refused: throw RPCError(.internal, "\(error).")
      }
    }
  }
}
