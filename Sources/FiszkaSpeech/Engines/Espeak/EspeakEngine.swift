package import FiszkaDomain
import Glibc

/// espeak-ng on this machine: through processes of `fiszka-espeak` that stay or, where that program is not, through the command.
package final class EspeakEngine: SpeechEngine, PhoneticTranscriber {
  private static let normalWordsPerMinute = 175
  private static let wordsPerMinute = 80...450

  package let name = SpeechEngineName.espeak
  package let health = SpeechEngineHealth(breaker: .closed)
  private let backend: any EspeakBackend

  /// Starts nothing yet.
  ///
  /// - Parameter report: Called from any thread.
  package init(_ settings: EspeakSettings, report: @escaping @Sendable (EspeakEvent) -> Void) {
    if let worker = settings.worker, access(worker, X_OK) == 0 {
      backend = EspeakPool(worker, settings, report: report)
    } else {
      if let worker = settings.worker { report(.withoutWorker(worker)) }
      backend = EspeakCommand(settings)
    }
  }

  /// For tests, which look into the backend.
  init(backend: any EspeakBackend) {
    self.backend = backend
  }

  /// Starts the processes, so that the first word is as quick as the others. Blocks for some tens of milliseconds.
  package func warmUp() {
    backend.warmUp()
  }

  package func voiceIdentity(_ accent: Accent, voice: String) -> String {
    voice.isEmpty ? Self.language(accent) : voice
  }

  package func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    if let interruption = limit.interruption { throw .interrupted(interruption) }
    let text = try SpokenText.required(SpokenText.forEspeak(order.text))
    let speed = min(
      max(Self.normalWordsPerMinute * order.speedPercent / 100, Self.wordsPerMinute.lowerBound), Self.wordsPerMinute.upperBound)
    let wave = try backend.speak(
      text, voice: voiceIdentity(order.accent, voice: order.voice), wordsPerMinute: speed, limit: limit)
    return try SpokenAudio(checking: wave, for: order)
  }

  package func phonemes(of text: String, accent: Accent, limit: WorkLimit) throws(SpeechEngineFailure) -> String {
    if let interruption = limit.interruption { throw .interrupted(interruption) }
    let phonemes = try backend.phonemes(
      try SpokenText.required(SpokenText.forEspeak(text)), voice: Self.language(accent), limit: limit)
    if phonemes.isEmpty { throw .unsuited("there is nothing in the text that can be spoken") }
    return phonemes
  }

  package func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    try backend.voices(limit: limit).map { SpeechVoice(name: $0, accent: Self.accent($0)) }
  }

  private static func language(_ accent: Accent) -> String {
    switch accent {
    case .uk: "en-gb"
    case .us: "en-us"
    }
  }

  private static func accent(_ language: String) -> Accent? {
    Accent.allCases.first { language == Self.language($0) || language.hasPrefix(Self.language($0) + "-") }
  }
}
