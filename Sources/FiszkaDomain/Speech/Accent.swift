/// Which English is spoken. The raw value is what the database holds.
package enum Accent: String, Hashable, Sendable, CaseIterable {
  /// British: espeak-ng's en-gb, and voices of England elsewhere.
  case uk
  /// American: en-us.
  case us
}
