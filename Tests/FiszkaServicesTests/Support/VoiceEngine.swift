import Dispatch
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

  /// Says nothing from now on, until the limit ends it. `report` gets nil when a call begins, then what ended it.
  func hang(_ report: @escaping @Sendable (WorkInterruption?) -> Void) {
    become { (_, limit) throws(SpeechEngineFailure) in
      report(nil)
      let pause = DispatchSemaphore(value: 0)
      while true {
        if let interruption = limit.interruption {
          report(interruption)
          throw .interrupted(interruption)
        }
        _ = pause.wait(timeout: .now() + .milliseconds(2))
      }
    }
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

  /// What is answered to a call that names nothing but a text.
  static func sound(text: String) -> [UInt8] { sound(SpeechOrder(text: text, accent: .uk)).wave }

  /// Samples that tell text, accent and voice: a tenth of a second, and for long texts so much for every letter.
  static func sound(_ order: SpeechOrder) -> SpokenAudio {
    let sum = "\(order.text) \(order.accent) \(order.voice)".utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 9_973 }
    let count = order.text.utf8.count < 50 ? 1_600 : order.text.utf8.count * 1_600
    let wave = Wave(sampleRate: 16_000, samples: (0..<count).map { Int16(truncatingIfNeeded: $0 * (sum + 1) % 16_000) })
    return SpokenAudio(wave: wave.encoded, durationMilliseconds: wave.durationMilliseconds, sampleRate: wave.sampleRate)
  }
}
