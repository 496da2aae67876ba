/// The kinds of failure without their particulars. The raw value is what metrics say.
package enum SpeechFailureKind: String, Hashable, Sendable, CaseIterable {
  case resting, unreachable
  case timedOut = "timed_out"
  case overloaded, failed
  case badAudio = "bad_audio"
  case unsuited
  case unknownVoice = "unknown_voice"
  case wrongKey = "wrong_key"
  case interrupted
}

extension SpeechEngineFailure {
  /// Which kind it is.
  package var kind: SpeechFailureKind {
    switch self {
    case .resting: .resting
    case .unreachable: .unreachable
    case .timedOut: .timedOut
    case .overloaded: .overloaded
    case .failed: .failed
    case .badAudio: .badAudio
    case .unsuited: .unsuited
    case .unknownVoice: .unknownVoice
    case .wrongKey: .wrongKey
    case .interrupted: .interrupted
    }
  }
}
