import FiszkaAPI
import FiszkaDomain

// The contract's numbers and the domain's names of the same things.

extension SpeechEngineKind {
  init(_ name: SpeechEngineName) {
    switch name {
    case .coqui: self = .coqui
    case .piper: self = .piper
    case .espeak: self = .espeak
    case .external: self = .external
    }
  }
}

extension SpeechAccent {
  init(_ accent: Accent?) {
    switch accent {
    case .uk: self = .uk
    case .us: self = .us
    case nil: self = .unspecified
    }
  }
}

extension SpeechFormat {
  init(_ format: ClipFormat) {
    switch format {
    case .wav: self = .wav
    case .opus: self = .oggOpus
    }
  }
}

extension FiszkaAPI.SpeechTrouble {
  init(_ trouble: FiszkaDomain.SpeechTrouble) {
    switch trouble {
    case .notConfigured: self = .notConfigured
    case .failure(let failure): self.init(failure)
    }
  }

  init(_ failure: SpeechEngineFailure) {
    switch failure.kind {
    case .resting: self = .resting
    case .unreachable: self = .unreachable
    case .timedOut: self = .timedOut
    case .overloaded: self = .overloaded
    // An interruption ends the call: nobody is told of it as an engine's trouble.
    case .failed, .interrupted: self = .failed
    case .badAudio: self = .badAudio
    case .unsuited: self = .unsuited
    case .unknownVoice: self = .unknownVoice
    case .wrongKey: self = .wrongKey
    }
  }

  /// The contract's name without its prefix, for metadata of errors.
  var name: String {
    switch self {
    case .unspecified: "UNSPECIFIED"
    case .notConfigured: "NOT_CONFIGURED"
    case .resting: "RESTING"
    case .unreachable: "UNREACHABLE"
    case .timedOut: "TIMED_OUT"
    case .overloaded: "OVERLOADED"
    case .failed: "FAILED"
    case .badAudio: "BAD_AUDIO"
    case .unsuited: "UNSUITED"
    case .unknownVoice: "UNKNOWN_VOICE"
    case .wrongKey: "WRONG_KEY"
    case .unrecognized(let number): "\(number)"
    }
  }
}

extension PassedOverEngine {
  init(_ passed: PassedOver) {
    self.init(engine: .init(passed.engine), trouble: .init(passed.trouble))
  }
}

extension SpeechClip {
  init(_ clip: Clip) {
    self.init(
      key: clip.key.text, engine: .init(clip.engine), accent: .init(clip.accent), voice: clip.model,
      speedPercent: Int32(clip.speedPercent), format: .init(clip.format), durationMilliseconds: clip.durationMilliseconds,
      sizeBytes: clip.sizeBytes)
  }
}

extension FiszkaAPI.SpeechSettings {
  init(_ settings: FiszkaDomain.SpeechSettings) {
    let voices = settings.voices.sorted {
      ($0.key.engine.rawValue, $0.key.accent.rawValue) < ($1.key.engine.rawValue, $1.key.accent.rawValue)
    }
    self.init(
      engines: settings.engines.map { .init($0) }, defaultAccent: .init(settings.defaultAccent),
      speedPercent: Int32(settings.speedPercent),
      voices: voices.map { VoiceChoice(engine: .init($0.key.engine), accent: .init($0.key.accent), voice: $0.value) })
  }
}
