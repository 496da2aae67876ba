/// Why an engine was passed over.
package enum SpeechTrouble: Error, Hashable, Sendable {
  /// The server does not have it.
  case notConfigured
  /// It was asked.
  case failure(SpeechEngineFailure)

  /// The kind of the failure; nil: it was not asked.
  package var kind: SpeechFailureKind? {
    switch self {
    case .notConfigured: nil
    case .failure(let failure): failure.kind
    }
  }
}

/// An engine that was passed over, and why.
package struct PassedOver: Hashable, Sendable {
  package let engine: SpeechEngineName
  package let trouble: SpeechTrouble

  package init(_ engine: SpeechEngineName, _ trouble: SpeechTrouble) {
    self.engine = engine
    self.trouble = trouble
  }
}
