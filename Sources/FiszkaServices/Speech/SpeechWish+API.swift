import FiszkaAPI
import FiszkaDomain
import TTRPC

extension SynthesizeRequest {
  /// - Throws: REQUEST_INVALID.
  func wish() throws(RPCError) -> SpeechWish {
    try SpeechWish(text: text, accent: accent, engine: engine, voice: voice, speed: speedPercent, format: format)
  }
}

extension LookUpClipRequest {
  /// - Throws: REQUEST_INVALID.
  func wish() throws(RPCError) -> SpeechWish {
    try SpeechWish(text: text, accent: accent, engine: engine, voice: voice, speed: speedPercent, format: format)
  }
}

extension SpeechWish {
  fileprivate init(
    text: String, accent: SpeechAccent, engine: SpeechEngineKind, voice: String, speed: Int32, format: SpeechFormat
  ) throws(RPCError) {
    var check = RequestCheck()
    let spoken = check.speechText(text, "text")
    let wish = (
      accent: check.accent(accent, "accent"), engine: check.engine(engine, "engine"),
      voice: check.voice(voice, of: engine, "voice"), speed: check.speed(speed, "speed_percent"),
      format: check.format(format, "format")
    )
    try check.finish()
    guard let spoken else { throw .invalid(field: "text", "cannot be spoken.") }
    self.init(
      text: spoken, accent: wish.accent, engine: wish.engine, voice: wish.voice, speedPercent: wish.speed, format: wish.format)
  }
}

extension SynthesizeResponse {
  init(_ spoken: SpokenClip, withSound: Bool) {
    let fits = spoken.clip.sizeBytes <= SpeechServiceHandler.mostBytes
    self.init(
      clip: SpeechClip(spoken.clip), cached: spoken.isCached, audio: withSound && fits ? spoken.sound ?? [] : [],
      passedOver: spoken.passedOver.map { PassedOverEngine($0) })
  }
}
