/// A list of words that can be learned.
package struct Lesson: Hashable, Sendable {
  package let id: Int64
  /// The account that may change it, besides admins.
  package let ownerID: Int64
  /// 1 to 255 Unicode scalars.
  package let title: String
  /// May be empty.
  package let description: String
  /// How many items it has.
  package let itemCount: Int64
  package let createdAt: Instant
  package let updatedAt: Instant

  package init(
    id: Int64, ownerID: Int64, title: String, description: String, itemCount: Int64, createdAt: Instant, updatedAt: Instant
  ) {
    self.id = id
    self.ownerID = ownerID
    self.title = title
    self.description = description
    self.itemCount = itemCount
    self.createdAt = createdAt
    self.updatedAt = updatedAt
  }
}
