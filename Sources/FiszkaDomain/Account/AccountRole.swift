/// What an account may do beyond its own things. The raw value is what the database holds.
package enum AccountRole: String, Hashable, Sendable, CaseIterable {
  /// Learns, and manages lessons and imports of their own.
  case user
  /// Manages accounts, and passes every owner check.
  case admin
}
