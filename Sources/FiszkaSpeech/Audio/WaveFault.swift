/// Why bytes are no sound that can be used.
package enum WaveFault: Error, Hashable, Sendable {
  /// They do not begin as a RIFF/WAVE file does.
  case notWave
  /// They end before the sizes in them say, or in the middle of a sample.
  case truncated
  /// There is no format before the samples, or one that contradicts itself.
  case badFormat
  /// A format other than PCM of 16 bit, or numbers of channels or rates beyond what is read; says which.
  case unsupported(String)
  /// No samples.
  case empty
  /// Longer than `Wave.maximumSeconds`.
  case tooLong
}

extension WaveFault: CustomStringConvertible {
  /// A phrase for a message.
  package var description: String {
    switch self {
    case .notWave: "not a WAVE file"
    case .truncated: "a WAVE file that breaks off"
    case .badFormat: "a WAVE file without a format that makes sense"
    case .unsupported(let what): "a WAVE file of \(what)"
    case .empty: "a WAVE file without sound"
    case .tooLong: "more than \(Wave.maximumSeconds) s of sound"
    }
  }
}
