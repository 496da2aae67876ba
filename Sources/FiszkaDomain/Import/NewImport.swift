/// What an import starts from.
package struct NewImport: Hashable, Sendable {
  /// The account that uploads.
  package let uploadedBy: Int64
  /// The file's own name without folders, 1 to 255 Unicode scalars.
  package let fileName: String
  /// What the uploader says about the file; all automatic by default.
  package let settings: ImportSettings
  /// Where the rows shall go; nil: decided at the commit.
  package let target: ImportTarget?

  package init(uploadedBy: Int64, fileName: String, settings: ImportSettings = .init(), target: ImportTarget? = nil) {
    self.uploadedBy = uploadedBy
    self.fileName = fileName
    self.settings = settings
    self.target = target
  }
}
