/// Sound as samples: one channel, 16 bit.
package struct Wave: Hashable, Sendable {
  /// Longest sound that is read, in seconds: a text of 255 characters at half speed stays below it.
  package static let maximumSeconds = 120
  /// Rates that are read, in samples a second.
  package static let sampleRates = 8_000...96_000

  /// Samples a second.
  package var sampleRate: Int
  /// -32,768 to 32,767 each.
  package var samples: [Int16]

  package init(sampleRate: Int, samples: [Int16]) {
    self.sampleRate = sampleRate
    self.samples = samples
  }

  /// Rounded up.
  package var durationMilliseconds: Int {
    (samples.count * 1_000 + sampleRate - 1) / sampleRate
  }
}

extension Wave: CustomStringConvertible {
  /// Its length and rate; the samples would fill pages.
  package var description: String { "\(durationMilliseconds) ms of sound, \(sampleRate) samples a second" }
}
