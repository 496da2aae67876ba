/// One step of the schema: a pair of files in `db/migrations`, which `scripts/generate` turns into `Migration.all`.
struct Migration: Sendable {
  /// From 1, without gaps.
  let version: Int64
  let name: String
  /// SHA-256 of both texts, in hexadecimal.
  let checksum: String
  /// SQL that makes the step.
  let up: String
  /// SQL that takes it back, data included.
  let down: String
}
