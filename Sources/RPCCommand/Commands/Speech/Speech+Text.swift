import ArgumentParser
import FiszkaAPI

extension SpeechEngineKind {
  private static let words: [(String, SpeechEngineKind)] = [
    ("coqui", .coqui), ("piper", .piper), ("espeak", .espeak), ("external", .external),
  ]

  /// As the command line takes it.
  var word: String { Self.words.first { $0.1 == self }?.0 ?? "engine \(rawValue)" }

  /// Reads the name of an engine.
  static func parse(_ text: String) throws -> SpeechEngineKind {
    guard let engine = words.first(where: { $0.0 == text })?.1 else {
      throw ValidationError("\"\(text)\" is no engine: write coqui, piper, espeak or external.")
    }
    return engine
  }
}

extension SpeechAccent {
  /// As the command line takes it; a dash where it is not known.
  var word: String {
    switch self {
    case .uk: "uk"
    case .us: "us"
    case .unspecified: "-"
    case .unrecognized(let number): "\(number)"
    }
  }

  /// Reads "uk" or "us".
  static func parse(_ text: String) throws -> SpeechAccent {
    switch text {
    case "uk": .uk
    case "us": .us
    default: throw ValidationError("\"\(text)\" is no accent: write uk or us.")
    }
  }
}

extension SpeechFormat {
  /// Reads "wav" or "opus".
  static func parse(_ text: String) throws -> SpeechFormat {
    switch text {
    case "wav": .wav
    case "opus": .oggOpus
    default: throw ValidationError("\"\(text)\" is no format: write wav or opus.")
    }
  }
}

extension SpeechTrouble {
  /// What stands behind "piper ".
  var sentence: String {
    switch self {
    case .notConfigured: "is not configured"
    case .resting: "failed several times and is left alone for a while"
    case .unreachable: "cannot be reached"
    case .timedOut: "did not answer in time"
    case .overloaded: "has too much to do"
    case .failed: "failed"
    case .badAudio: "answered with something that is no usable sound"
    case .unsuited: "cannot speak this"
    case .unknownVoice: "does not have the voice"
    case .wrongKey: "does not take the server's key"
    case .unspecified, .unrecognized: "did not speak"
    }
  }
}

extension Int64 {
  /// Thousandths as a number with three decimals: milliseconds in seconds, microseconds in milliseconds.
  var thousandths: String {
    let (whole, rest) = quotientAndRemainder(dividingBy: 1_000)
    return "\(whole).\(String(rest + 1_000).dropFirst())"
  }
}
