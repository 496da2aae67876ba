import FiszkaAPI
import FiszkaDomain
import TTRPC

extension RPCError {
  /// Why there is no clip, as the caller may know it.
  ///
  /// - Parameter hint: how the text is pronounced; asked for only where it is told.
  init(_ refusal: SpeechRefusal, hint: () -> String? = { nil }) {
    switch refusal {
    case .unavailable(let passedOver):
      var metadata = Self.troubles(passedOver)
      metadata["phonetic_hint"] = hint()
      self.init(
        .unavailable, .speechUnavailable, "No engine can speak just now; the details say why, and how the text is pronounced.",
        metadata: metadata, retryAfterSeconds: Self.retrySeconds(passedOver))
    case .unsuited:
      self.init(
        .invalidArgument, .speechTextUnsuited,
        "No engine can speak this: there is nothing to pronounce, or the speed is one that it lacks.")
    case .engineNotUsed(let engine):
      self = .engineNotConfigured(engine)
    case .unknownVoice(let engine):
      self.init(
        .invalidArgument, .speechVoiceUnknown, "The engine does not have this voice: ListVoices tells those it has.",
        metadata: ["engine": engine.rawValue])
    case .quotaExceeded(let perHour, let retryAfterSeconds):
      self.init(
        .resourceExhausted, .speechQuotaExceeded,
        "The account has had enough new clips made for now; those that exist can be had.",
        metadata: ["limit": "\(perHour)"], retryAfterSeconds: retryAfterSeconds)
    case .interrupted(let interruption):
      self.init(interruption)
    }
  }

  static func engineNotConfigured(_ engine: SpeechEngineName) -> RPCError {
    RPCError(
      .failedPrecondition, .speechEngineNotConfigured, "The server does not have the engine, or its settings do not use it.",
      metadata: ["engine": engine.rawValue])
  }

  static func clipNotFound() -> RPCError {
    RPCError(.notFound, .clipNotFound, "There is no clip of that key, or no longer: call Synthesize.")
  }

  static func settingsRefused(_ passedOver: [PassedOver]) -> RPCError {
    RPCError(
      .failedPrecondition, .speechSettingsRefused,
      "An engine that the settings name does not speak, or not with that voice; nothing was changed.",
      metadata: troubles(passedOver))
  }

  static func settingsChanged(newest: Int64) -> RPCError {
    RPCError(
      .aborted, .speechSettingsChanged, "Somebody else has changed the settings; nothing was changed. Get them again.",
      metadata: ["revision": "\(newest)"])
  }

  private static func troubles(_ passedOver: [PassedOver]) -> [String: String] {
    Dictionary(passedOver.map { ($0.engine.rawValue, FiszkaAPI.SpeechTrouble($0.trouble).name) }) { first, _ in first }
  }

  /// When the first engine that rests wakes up, from 1; 5 where none does.
  private static func retrySeconds(_ passedOver: [PassedOver]) -> Int64 {
    let pauses = passedOver.compactMap { passed -> Int64? in
      guard case .failure(.resting(let milliseconds)) = passed.trouble else { return nil }
      return Int64(max(milliseconds, 1) + 999) / 1_000
    }
    return pauses.min() ?? 5
  }
}
