package import FiszkaDomain

extension SpeechEngineFailure {
  /// Whether it says nothing bad about the engine: the caller gave up, asked for what no engine can do, or came with too many.
  package var isNoFault: Bool {
    switch self {
    case .interrupted, .unsuited, .unknownVoice, .overloaded, .resting: true
    case .unreachable, .timedOut, .failed, .badAudio, .wrongKey: false
    }
  }
}
