/// Why bytes could not be turned into a message, or a message into bytes.
@usableFromInline
package enum ProtobufError: Error, Hashable, Sendable {
  /// The bytes are not a valid encoding: truncated, overlong, a bad tag or a wrong wire type.
  case malformed
  /// Decoding needed more memory than the arena may use.
  case memoryLimitExceeded(limitBytes: Int)
  /// A `string` field holds bytes that are not UTF-8; the full name of the field.
  case invalidUTF8(field: String)
}
