/// A finished export of what is stored about a person.
package struct UserDataExport: Hashable, Sendable {
  /// How long it is kept: 30 days.
  package static let lifetime = Duration.seconds(30 * 86_400)

  /// How many of one person are kept, the newest: nobody fills the disk with them.
  package static let mostOfOnePerson = 10

  /// From 1, never used twice.
  package let id: Int64
  /// Whose data it holds.
  package let subjectID: Int64
  package let sizeBytes: Int64
  package let createdAt: Instant

  /// When it is removed; from then on nobody can read it.
  package var expiresAt: Instant { createdAt.advanced(by: Self.lifetime) }

  package init(id: Int64, subjectID: Int64, sizeBytes: Int64, createdAt: Instant) {
    self.id = id
    self.subjectID = subjectID
    self.sizeBytes = sizeBytes
    self.createdAt = createdAt
  }
}
