package import FiszkaDomain
import Foundation

/// A Coqui `tts-server`: `GET /api/tts`. It has one model, knows no speed, and speaks one text at a time.
package final class CoquiEngine: SpeechEngine {
  private static let mostPageBytes = 4 << 20

  package let name = SpeechEngineName.coqui
  package let health = SpeechEngineHealth(breaker: .closed)
  private let settings: CoquiSettings
  private let endpoint: HTTPEndpoint

  package init(_ settings: CoquiSettings) {
    self.settings = settings
    endpoint = HTTPEndpoint(settings.url, times: settings.times, requests: 1, queue: settings.queue)
  }

  package func voiceIdentity(_ accent: Accent, voice: String) -> String {
    voice.isEmpty ? settings.speakers[accent] ?? "" : voice
  }

  package func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    let speaker = voiceIdentity(order.accent, voice: order.voice)
    if speaker.isEmpty { throw .unknownVoice(order.accent.rawValue) }
    if order.speedPercent != 100 { throw .unsuited("a Coqui server speaks at its own speed only") }
    let text = try SpokenText.requiredWords(order.text)
    let url = settings.url.url(
      "/api/tts", query: [("text", text), ("speaker_id", speaker), ("style_wav", ""), ("language_id", "")])
    let response = try endpoint.turn(limit: limit) { () throws(SpeechEngineFailure) in
      try endpoint.send(HTTPRequest(url: url), limit: limit)
    }
    if response.status != 200 { throw .failed("HTTP status \(response.status)") }
    let audio = try SpokenAudio(checking: response.bytes, for: order)
    endpoint.answered()
    return audio
  }

  /// The speakers that its start page offers; it tells them nowhere else. Of one with a single speaker: those of the settings.
  package func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    let response = try endpoint.turn(limit: limit) { () throws(SpeechEngineFailure) in
      try endpoint.send(HTTPRequest(url: settings.url.url("/")), mostBytes: Self.mostPageBytes, limit: limit)
    }
    if response.status != 200 { throw .failed("HTTP status \(response.status)") }
    let offered = Self.options(of: String(decoding: response.bytes, as: UTF8.self))
    return Set(offered + settings.speakers.values).sorted().map { speaker in
      SpeechVoice(name: speaker, accent: Accent.allCases.first { settings.speakers[$0] == speaker })
    }
  }

  /// Values of the options of an HTML page.
  private static func options(of page: String) -> [String] {
    page.matches(of: #/<option\b[^>]*?\bvalue\s*=\s*"([^"<>]{1,100})"/#.ignoresCase()).map { String($0.1) }
  }
}
