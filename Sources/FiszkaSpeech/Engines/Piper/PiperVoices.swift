import FiszkaDomain
import Foundation

/// The voices of a Piper server, as `GET /voices` tells them: a JSON object of each voice's configuration by its name.
struct PiperVoices: Hashable, Sendable {
  /// What matters of a voice.
  struct Voice: Hashable, Sendable {
    let accent: Accent?
    /// How much longer than its model it speaks at normal speed; 1 for most.
    let lengthScale: Double
  }

  let byName: [String: Voice]

  /// Nil when the bytes are no such object.
  init?(json: [UInt8]) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else { return nil }
    var voices: [String: Voice] = [:]
    for (name, value) in object {
      let configuration = value as? [String: Any] ?? [:]
      let language = (configuration["language"] as? [String: Any])?["code"] as? String
      let phonemes = (configuration["espeak"] as? [String: Any])?["voice"] as? String
      let scale = (configuration["inference"] as? [String: Any])?["length_scale"] as? NSNumber
      let factor = scale?.doubleValue ?? 1
      voices[name] = Voice(
        accent: Self.accent(language ?? phonemes ?? name), lengthScale: (0.1...10).contains(factor) ? factor : 1)
    }
    byName = voices
  }

  /// The voice for an accent: the first by name.
  func first(_ accent: Accent) -> String? {
    byName.filter { $0.value.accent == accent }.keys.min()
  }

  private static func accent(_ code: String) -> Accent? {
    let code = code.lowercased().replacing("_", with: "-")
    return code.hasPrefix("en-gb") ? .uk : code.hasPrefix("en-us") ? .us : nil
  }
}
