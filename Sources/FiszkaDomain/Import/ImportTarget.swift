/// Where the rows of an import go.
package enum ImportTarget: Hashable, Sendable {
  /// A new lesson of the uploader with this title, 1 to 255 Unicode scalars, trimmed.
  case newLesson(title: String)
  /// A lesson that exists.
  case lesson(id: Int64)
}
