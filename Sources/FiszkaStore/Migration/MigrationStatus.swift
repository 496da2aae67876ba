package import FiszkaDomain

/// Where one migration stands in a database.
package struct MigrationStatus: Hashable, Sendable {
  /// From 1.
  package let version: Int64
  package let name: String
  /// When it was run; nil: it is pending.
  package let appliedAt: Instant?
}
