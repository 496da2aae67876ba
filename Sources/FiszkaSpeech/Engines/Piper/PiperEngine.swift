import Dispatch
package import FiszkaDomain
import Foundation
import Synchronization

/// `piper.http_server`: `POST /synthesize`, of older versions `POST /`. Speaks one text at a time.
package final class PiperEngine: SpeechEngine {
  private static let mostListBytes = 16 << 20

  package let name = SpeechEngineName.piper
  package let health = SpeechEngineHealth(breaker: .closed)
  private let settings: PiperSettings
  private let endpoint: HTTPEndpoint
  private let state = Mutex(State())

  private struct State {
    var voices: PiperVoices?
    /// When to ask for them again.
    var askAgain = DispatchTime.now()
    /// Whether the server is one that knows only `POST /`.
    var isOld = false
  }

  package init(_ settings: PiperSettings) {
    self.settings = settings
    endpoint = HTTPEndpoint(settings.url, times: settings.times, requests: 1, queue: settings.queue)
  }

  /// Where the settings name no voice for the accent, the language stands for whichever the server has.
  package func voiceIdentity(_ accent: Accent, voice: String) -> String {
    if !voice.isEmpty { return voice }
    return settings.voices[accent] ?? (accent == .uk ? "en_GB" : "en_US")
  }

  package func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    let text = try SpokenText.requiredWords(order.text)
    let response: HTTPResponse
    do throws(SpeechEngineFailure) {
      response = try endpoint.turn(limit: limit) { () throws(SpeechEngineFailure) in
        let known = state.withLock { $0.askAgain > .now() ? $0.voices : nil }
        var choice = known.flatMap { choose(order, $0) }
        // A voice that is not among those known may have come since.
        if choice == nil { choice = choose(order, try askForVoices(limit)) }
        guard let chosen = choice else { throw .unknownVoice(voiceIdentity(order.accent, voice: order.voice)) }
        return try post(text, order.speedPercent, chosen.name, chosen.voice, limit)
      }
    } catch {
      // After a break it may be another server.
      if !error.isNoFault { state.withLock { $0.voices = nil } }
      throw error
    }
    let audio = try SpokenAudio(checking: response.bytes, for: order)
    endpoint.answered()
    return audio
  }

  package func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    let voices = try endpoint.turn(limit: limit) { () throws(SpeechEngineFailure) in try askForVoices(limit) }
    return voices.byName.map { SpeechVoice(name: $0.key, accent: $0.value.accent) }.sorted { $0.name < $1.name }
  }

  private func post(
    _ text: String, _ speedPercent: Int, _ name: String, _ voice: PiperVoices.Voice, _ limit: WorkLimit
  ) throws(SpeechEngineFailure) -> HTTPResponse {
    var fields: [String: Any] = ["text": text, "voice": name]
    if speedPercent != 100 { fields["length_scale"] = voice.lengthScale * 100 / Double(speedPercent) }
    guard let body = try? JSONSerialization.data(withJSONObject: fields) else {
      throw .unsuited("the text does not fit into JSON")
    }
    func send(_ path: String) throws(SpeechEngineFailure) -> HTTPResponse {
      try endpoint.send(
        HTTPRequest(url: settings.url.url(path), headers: ["Content-Type: application/json"], body: Array(body)), limit: limit)
    }
    var response = try send(state.withLock { $0.isOld } ? "/" : "/synthesize")
    if response.status == 404 || response.status == 405 {
      // It was started anew in another version, perhaps.
      let isOld = state.withLock { state in
        state.isOld.toggle()
        return state.isOld
      }
      response = try send(isOld ? "/" : "/synthesize")
    }
    if response.status != 200 { throw .failed("HTTP status \(response.status)") }
    return response
  }

  private func choose(_ order: SpeechOrder, _ voices: PiperVoices) -> (name: String, voice: PiperVoices.Voice)? {
    let name = order.voice.isEmpty ? settings.voices[order.accent] ?? voices.first(order.accent) : order.voice
    return name.flatMap { name in voices.byName[name].map { (name, $0) } }
  }

  private func askForVoices(_ limit: WorkLimit) throws(SpeechEngineFailure) -> PiperVoices {
    let response = try endpoint.send(
      HTTPRequest(url: settings.url.url("/voices")), mostBytes: Self.mostListBytes, limit: limit)
    if response.status != 200 { throw .failed("HTTP status \(response.status) for its voices") }
    guard let voices = PiperVoices(json: response.bytes) else { throw .failed("its list of voices is none") }
    state.withLock { state in
      state.voices = voices
      state.askAgain = .now() + .milliseconds(settings.voicesMilliseconds)
    }
    return voices
  }
}
