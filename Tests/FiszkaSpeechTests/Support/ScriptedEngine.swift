import FiszkaDomain
import FiszkaSpeech
import Synchronization

/// An engine that does what a test says, and remembers what it was asked.
final class ScriptedEngine: SpeechEngine {
  typealias Script = @Sendable (SpeechOrder, WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio

  let name: SpeechEngineName
  let health = SpeechEngineHealth(breaker: .closed)
  private let script: Mutex<Script>
  private let orders = Mutex<[SpeechOrder]>([])

  init(_ name: SpeechEngineName, _ script: @escaping Script = { order, _ in ScriptedEngine.sound(order.text) }) {
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

  func voiceIdentity(_ accent: Accent, voice: String) -> String {
    "\(name.rawValue)-\(voice.isEmpty ? accent.rawValue : voice)"
  }

  func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    orders.withLock { $0.append(order) }
    return try script.withLock { $0 }(order, limit)
  }

  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    [SpeechVoice(name: "\(name.rawValue)-uk", accent: .uk), SpeechVoice(name: "other", accent: nil)]
  }

  /// A sound that is another one for each text.
  static func sound(_ text: String) -> SpokenAudio {
    let pitch = text.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 400 }
    let wave = Sounds.syllable(milliseconds: 100, pause: 10, hertz: Double(200 + pitch))
    return SpokenAudio(wave: wave.encoded, durationMilliseconds: wave.durationMilliseconds, sampleRate: wave.sampleRate)
  }
}
