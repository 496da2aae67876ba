import CEspeakNG
import Glibc
import Synchronization

/// libespeak-ng, of which a process has one. Calls from several threads wait for each other.
final class EspeakLibrary: Sendable {
  /// Longest sound of one text.
  static let maximumSeconds = 60
  /// A text takes a millisecond. The library that hangs takes the process with it.
  private static let secondsToDeath: UInt32 = 20

  /// Samples a second.
  let sampleRate: Int
  /// Version, such as "1.51".
  let version: String
  /// The library's names of its English voices by their language in lower case.
  private let identifiers: [String: String]
  private let turn = Mutex(())
  /// What the library hands over while it speaks; its callback knows nothing else.
  private static let sound = Mutex(Sound())

  private struct Sound {
    var samples: [Int16] = []
    var most = 0
    var isCut = false
  }

  init() throws(EspeakFailure) {
    let rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nil, espeakINITIALIZE_DONT_EXIT)
    guard rate > 0 else { throw .notInstalled }
    sampleRate = Int(rate)
    version = espeak_Info(nil).map { String(cString: $0) } ?? ""
    identifiers = Self.englishVoices()
    guard !identifiers.isEmpty else { throw .notInstalled }
    espeak_SetSynthCallback { samples, count, _ in EspeakLibrary.take(samples, count) }
  }

  /// Languages of the voices, in alphabetical order.
  var voices: [String] { identifiers.keys.sorted() }

  /// The samples of a text without a zero character.
  func speak(_ text: String, voice: String, wordsPerMinute: Int32) throws(EspeakFailure) -> [Int16] {
    try exclusively { () throws(EspeakFailure) in
      try select(voice)
      try check(espeak_SetParameter(espeakRATE, wordsPerMinute, 0))
      Self.sound.withLock { $0 = Sound(most: sampleRate * Self.maximumSeconds) }
      // Neither espeakSSML nor espeakPHONEMES: the text is plain.
      try check(espeak_Synth(text, text.utf8.count + 1, 0, POS_CHARACTER, 0, UInt32(espeakCHARS_UTF8), nil, nil))
      let sound = Self.sound.withLock { sound in
        defer { sound = Sound() }
        return sound
      }
      if sound.isCut { throw .tooLong }
      return sound.samples
    }
  }

  /// The pronunciation in IPA of a text without a zero character.
  func phonemes(_ text: String, voice: String) throws(EspeakFailure) -> String {
    try exclusively { () throws(EspeakFailure) in
      try select(voice)
      return text.withCString { start in
        var rest: UnsafeRawPointer? = UnsafeRawPointer(start)
        var parts: [String] = []
        // Each call goes to the end of a part of a sentence.
        while rest != nil, let part = espeak_TextToPhonemes(&rest, espeakCHARS_UTF8, espeakPHONEMES_IPA) {
          let text = String(cString: part)
          if !text.isEmpty { parts.append(text) }
        }
        return parts.joined(separator: " ")
      }
    }
  }

  private func exclusively<Value>(_ body: () throws(EspeakFailure) -> Value) throws(EspeakFailure) -> Value {
    try turn.withLock { _ throws(EspeakFailure) in
      alarm(Self.secondsToDeath)
      defer { alarm(0) }
      return try body()
    }
  }

  /// Before every text, though it takes a tenth of a millisecond: a text with letters of another script, such as Cherokee, leaves the
  /// library in that script's phonemes, and the next English words come out wrong.
  private func select(_ voice: String) throws(EspeakFailure) {
    guard let identifier = identifiers[voice] else { throw .unknownVoice }
    try check(espeak_SetVoiceByName(identifier))
  }

  private func check(_ code: espeak_ERROR) throws(EspeakFailure) {
    if code != EE_OK { throw .refused(Int32(code.rawValue)) }
  }

  private static func take(_ samples: UnsafeMutablePointer<Int16>?, _ count: CInt) -> CInt {
    guard let samples, count > 0 else { return 0 }
    return sound.withLock { sound in
      sound.samples.append(contentsOf: UnsafeBufferPointer(start: samples, count: Int(count)))
      sound.isCut = sound.samples.count > sound.most
      return sound.isCut ? 1 : 0
    }
  }

  private static func englishVoices() -> [String: String] {
    var voices: [String: String] = [:]
    var list = espeak_ListVoices(nil)
    while let entry = list?.pointee {
      list = list?.advanced(by: 1)
      // A priority, then the language's name.
      guard let languages = entry.pointee.languages, let identifier = entry.pointee.identifier else { continue }
      let language = String(cString: languages.advanced(by: 1)).lowercased()
      let file = String(cString: identifier)
      // Voices of mbrola need its program and data.
      guard language == "en" || language.hasPrefix("en-"), !file.hasPrefix("mb/"), !file.hasPrefix("!v/") else { continue }
      if voices[language] == nil { voices[language] = file }
    }
    return voices
  }
}
