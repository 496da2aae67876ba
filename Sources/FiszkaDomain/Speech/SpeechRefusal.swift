/// Why there is no clip.
package enum SpeechRefusal: Error, Hashable, Sendable {
  /// No engine speaks now; one reason for each that was asked, in order.
  case unavailable([PassedOver])
  /// No engine can speak the text, whoever asks.
  case unsuited
  /// The caller named an engine that the settings do not use or the server does not have.
  case engineNotUsed(SpeechEngineName)
  /// The engine that the caller named does not have the voice that the caller named.
  case unknownVoice(SpeechEngineName)
  /// The caller has had enough new clips made for now.
  case quotaExceeded(perHour: Int, retryAfterSeconds: Int64)
  /// The caller's time was over, or the caller gave up.
  case interrupted(WorkInterruption)

  /// What it means that all of these were passed over and none was left.
  ///
  /// - Parameter wish: what was asked for.
  package init(_ passedOver: [PassedOver], of wish: SpeechWish) {
    let asked = passedOver.compactMap { passed -> SpeechEngineFailure? in
      if case .failure(let failure) = passed.trouble { failure } else { nil }
    }
    let isUnsuited = !asked.isEmpty && asked.allSatisfy { if case .unsuited = $0 { true } else { false } }
    if isUnsuited {
      self = .unsuited
    } else if let engine = wish.engine, asked.isEmpty {
      self = .engineNotUsed(engine)
    } else if let engine = wish.engine, !wish.voice.isEmpty, case .unknownVoice = asked[0] {
      self = .unknownVoice(engine)
    } else {
      self = .unavailable(passedOver)
    }
  }
}
