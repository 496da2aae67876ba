package import FiszkaDomain
import Foundation

/// An OpenAI-compatible provider: `POST /v1/audio/speech`. Sends the word, the voice and the key, and nothing else.
package final class ExternalEngine: SpeechEngine {
  package let name = SpeechEngineName.external
  package let health = SpeechEngineHealth(breaker: .closed)
  private let settings: ExternalSettings
  private let endpoint: HTTPEndpoint

  package init(_ settings: ExternalSettings) {
    self.settings = settings
    // Too many requests and the like: providers ask to try again.
    endpoint = HTTPEndpoint(
      settings.url, times: settings.times, requests: settings.requests, queue: settings.queue, usesProxy: true,
      retriedStatuses: [429, 502, 503, 504])
  }

  package func voiceIdentity(_ accent: Accent, voice: String) -> String {
    "\(settings.model)/\(voice.isEmpty ? settings.voices[accent] ?? "" : voice)"
  }

  package func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    guard let voice = order.voice.isEmpty ? settings.voices[order.accent] : order.voice else {
      throw .unknownVoice(order.accent.rawValue)
    }
    let text = try SpokenText.requiredWords(order.text)
    var fields: [String: Any] = [
      "model": settings.model, "input": text, "voice": voice, "response_format": "wav",
    ]
    if order.speedPercent != 100 { fields["speed"] = Double(order.speedPercent) / 100 }
    guard let body = try? JSONSerialization.data(withJSONObject: fields) else {
      throw .unsuited("the text does not fit into JSON")
    }
    var headers = ["Content-Type: application/json", "Accept: audio/wav"]
    if let key = settings.key { headers.append("Authorization: Bearer \(key.text)") }
    let request = HTTPRequest(url: settings.url.url("/v1/audio/speech"), headers: headers, body: Array(body))
    let response = try endpoint.turn(limit: limit) { () throws(SpeechEngineFailure) in
      try endpoint.send(request, limit: limit)
    }
    switch response.status {
    case 200: break
    case 401, 403: throw .wrongKey
    case 429: throw .failed("HTTP status 429: too many requests, or none left")
    default: throw .failed("HTTP status \(response.status)")
    }
    let audio = try SpokenAudio(checking: response.bytes, for: order)
    endpoint.answered()
    return audio
  }

  /// Those of the settings: the interface has no way to ask.
  package func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    settings.voices.map { SpeechVoice(name: $0.value, accent: $0.key) }.sorted { $0.name < $1.name }
  }
}
