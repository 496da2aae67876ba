import FiszkaAPI
import FiszkaDomain

extension RequestCheck {
  /// A text to speak; nil, and noted, when it is none.
  mutating func speechText(_ raw: String, _ field: String) -> SpeechText? {
    do throws(SpeechText.Fault) {
      // What cannot become short enough is not even looked at: a character has at most four bytes, and spaces fold.
      if raw.utf8.count > 16_384 { throw .tooLong }
      return try SpeechText(raw)
    } catch {
      switch error {
      case .empty: require(false, field, "has 1 to \(SpeechText.maximumLength) characters.")
      case .tooLong: require(false, field, "has at most \(SpeechText.maximumLength) characters.")
      case .unreadable: require(false, field, "has no control characters.")
      }
      return nil
    }
  }

  /// Nil for unspecified; noted when it is no engine.
  mutating func engine(_ kind: SpeechEngineKind, _ field: String) -> SpeechEngineName? {
    switch kind {
    case .unspecified: return nil
    case .coqui: return .coqui
    case .piper: return .piper
    case .espeak: return .espeak
    case .external: return .external
    case .unrecognized:
      require(false, field, "is one of SpeechEngineKind.")
      return nil
    }
  }

  /// Nil for unspecified; noted when it is no accent.
  mutating func accent(_ accent: SpeechAccent, _ field: String) -> Accent? {
    switch accent {
    case .unspecified: return nil
    case .uk: return .uk
    case .us: return .us
    case .unrecognized:
      require(false, field, "is one of SpeechAccent.")
      return nil
    }
  }

  /// WAV for unspecified; noted when it is no format.
  mutating func format(_ format: SpeechFormat, _ field: String) -> ClipFormat {
    switch format {
    case .unspecified, .wav: return .wav
    case .oggOpus: return .opus
    case .unrecognized:
      require(false, field, "is one of SpeechFormat.")
      return .wav
    }
  }

  /// Nil for 0; noted when it is no speed.
  mutating func speed(_ percent: Int32, _ field: String) -> Int? {
    if percent == 0 { return nil }
    require(
      FiszkaDomain.SpeechSettings.speeds.contains(Int(percent)), field, "is 50 to 200, or 0 for the speed of the settings.")
    return Int(percent)
  }

  /// A voice, which only goes with an engine.
  mutating func voice(_ name: String, of kind: SpeechEngineKind, _ field: String) -> String {
    if name.isEmpty { return "" }
    require(
      FiszkaDomain.SpeechSettings.isVoice(name), field,
      "has at most \(FiszkaDomain.SpeechSettings.longestVoice) characters and no control characters.")
    require(kind != .unspecified, field, "goes with an engine: name the one whose voice it is.")
    return name
  }

  /// The key of a clip; nil, and noted, when it is none.
  mutating func clipKey(_ text: String, _ field: String) -> ClipKey? {
    let key = ClipKey(text)
    require(key != nil, field, "is 64 hexadecimal digits in lower case, as Synthesize tells it.")
    return key
  }

  /// Settings as a whole; nil, and noted, when they are none.
  mutating func settings(_ settings: FiszkaAPI.SpeechSettings?) -> FiszkaDomain.SpeechSettings? {
    require(settings != nil, "settings", "is required.")
    guard let settings else { return nil }
    var result = FiszkaDomain.SpeechSettings()
    result.engines = engines(settings.engines)
    if let accent = accent(settings.defaultAccent, "settings.default_accent") {
      result.defaultAccent = accent
    } else {
      require(settings.defaultAccent != .unspecified, "settings.default_accent", "is required.")
    }
    let speed = Int(settings.speedPercent)
    require(FiszkaDomain.SpeechSettings.speeds.contains(speed), "settings.speed_percent", "is 50 to 200.")
    result.speedPercent = speed
    for (index, choice) in settings.voices.enumerated() {
      let path = "settings.voices[\(index)]"
      let engine = engine(choice.engine, "\(path).engine")
      let accent = accent(choice.accent, "\(path).accent")
      require(choice.engine != .unspecified, "\(path).engine", "is required.")
      require(choice.accent != .unspecified, "\(path).accent", "is required.")
      require(
        FiszkaDomain.SpeechSettings.isVoice(choice.voice), "\(path).voice",
        "has 1 to \(FiszkaDomain.SpeechSettings.longestVoice) characters and no control characters.")
      guard let engine, let accent else { continue }
      let old = result.voices.updateValue(choice.voice, forKey: .init(engine, accent))
      require(old == nil, path, "names an engine and an accent that were named before.")
    }
    return result
  }

  private mutating func engines(_ kinds: [SpeechEngineKind]) -> [SpeechEngineName] {
    require(!kinds.isEmpty, "settings.engines", "has at least one engine.")
    var names: [SpeechEngineName] = []
    for (index, kind) in kinds.enumerated() {
      let path = "settings.engines[\(index)]"
      require(kind != .unspecified, path, "is one of SpeechEngineKind.")
      guard let name = engine(kind, path) else { continue }
      require(!names.contains(name), path, "is named twice.")
      names.append(name)
    }
    return names
  }
}
