import FiszkaDomain
import Foundation

/// What of a text reaches an engine, and what its sound can be.
package enum SpokenText {
  /// The text without what is not for ears: control, format and private characters become spaces, which are folded and trimmed.
  package static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        if !result.isEmpty, result.unicodeScalars.last != " " { result.unicodeScalars.append(" ") }
      default:
        result.unicodeScalars.append(scalar)
      }
    }
    if result.unicodeScalars.last == " " { result.unicodeScalars.removeLast() }
    return result
  }

  /// The same, for an engine.
  ///
  /// - Throws: `unsuited` where nothing is left.
  static func required(_ text: String) throws(SpeechEngineFailure) -> String {
    let plain = plain(text)
    if plain.isEmpty { throw .unsuited("there is nothing in the text that can be spoken") }
    return plain
  }

  /// The same, for a server: some answer a text without a word as if they were broken, such as Piper with status 500.
  ///
  /// - Throws: `unsuited` where there is no word.
  static func requiredWords(_ text: String) throws(SpeechEngineFailure) -> String {
    if !hasWords(text) { throw .unsuited("there is nothing in the text that can be spoken") }
    return try required(text)
  }

  /// The text for espeak-ng, which takes what stands in [[ ]] for phonemes where it is told to look for them: brackets, which it
  /// does not speak anyway, become spaces.
  package static func forEspeak(_ text: String) -> String {
    plain(String(text.map { $0 == "[" || $0 == "]" ? " " : $0 }))
  }

  /// Whether there is something that every engine for English must make a sound of: a Latin letter or a digit.
  package static func hasWords(_ text: String) -> Bool {
    text.unicodeScalars.contains(where: isLetterOrDigit)
  }

  /// How long a text may take to speak, in milliseconds: far beyond what people and engines need in both directions, so that only a
  /// sound which broke off or ran away falls outside.
  package static func plausibleMilliseconds(_ text: String, speedPercent: Int) -> ClosedRange<Int> {
    let letters = text.unicodeScalars.count(where: isLetterOrDigit)
    // A sign such as % becomes a word, a digit among others two.
    let atMost = 3_000 + text.unicodeScalars.count * 1_000
    // Engines make little of letters that repeat.
    return min(50 + letters * 15, 400) * 100 / speedPercent...atMost * 100 / speedPercent
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    // Latin beyond ASCII.
    case 0xC0...0x24F, 0x1E00...0x1EFF: scalar.properties.isAlphabetic
    default: false
    }
  }
}
