import FiszkaDomain
import FiszkaSpeech
import Synchronization

/// An engine that says what a test wants it to, and remembers what it was asked.
final class VoiceEngine: SpeechEngine {
  typealias Script = @Sendable (SpeechOrder, WorkLimit) throws(SpeechEngineFailure) -> Void

  let name: SpeechEngineName
  let health = SpeechEngineHealth(breaker: .closed)
  private let script: Mutex<Script>
  private let orders = Mutex<[SpeechOrder]>([])

  /// - Parameter script: what it does before it speaks.
  init(_ name: SpeechEngineName, _ script: @escaping Script = { _, _ in }) {
    self.name = name
    self.script = Mutex(script)
  }

  /// What it was asked so far.
  var asked: [SpeechOrder] { orders.withLock { $0 } }

  func become(_ script: @escaping Script) {
    self.script.withLock { $0 = script }
  }

  func fail(_ failure: SpeechEngineFailure) {
    become { (_, _) throws(SpeechEngineFailure) in throw failure }
  }

  func voiceIdentity(_ accent: Accent, voice: String) -> String { voice.isEmpty ? accent.rawValue : voice }

  func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    orders.withLock { $0.append(order) }
    try script.withLock { $0 }(order, limit)
    return Self.sound(order)
  }

  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    try script.withLock { $0 }(SpeechOrder(text: "", accent: .uk), limit)
    return [SpeechVoice(name: "\(name.rawValue)-uk", accent: .uk), SpeechVoice(name: "other", accent: nil)]
  }

  /// A tone whose samples tell text, accent and voice.
  static func sound(_ order: SpeechOrder) -> SpokenAudio {
    let sum = "\(order.text) \(order.accent) \(order.voice)".utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 9_973 }
    let wave = Wave(sampleRate: 16_000, samples: (0..<1_600).map { Int16(truncatingIfNeeded: $0 * (sum + 1) % 16_000) })
    return SpokenAudio(wave: wave.encoded, durationMilliseconds: wave.durationMilliseconds, sampleRate: wave.sampleRate)
  }
}
