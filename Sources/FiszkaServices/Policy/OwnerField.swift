import NIOCore
import ProtobufCSupport

/// Where in an encoded request the id of an owned resource stands.
struct OwnerField: Hashable, Sendable {
  /// Kind of resource, such as "import".
  let resource: String
  /// The field's path as the policy names it, such as "import_id".
  let name: String
  /// The same in field numbers; all but the last are messages.
  let numbers: [Int]

  /// The id; 0 when the request has none.
  ///
  /// - Throws: `malformed`, also when the field or a message around it comes twice: then this reader and the one that makes
  ///   the handler's request could take different ones.
  func id(in request: ByteBuffer) throws(ProtobufError) -> Int64 {
    let outcome = request.withUnsafeReadableBytes { bytes in
      do throws(ProtobufError) {
        return Result<Int64, ProtobufError>.success(try Self.find(numbers[...], in: bytes))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static func find(_ path: ArraySlice<Int>, in bytes: UnsafeRawBufferPointer) throws(ProtobufError) -> Int64 {
    var reader = WireReader(bytes)
    var found: Int64?
    while let tag = try reader.nextTag() {
      guard tag.field == path.first else {
        try reader.skip(tag.type)
        continue
      }
      if found != nil { throw .malformed }
      if path.count > 1 {
        guard tag.type == .lengthDelimited else { throw .malformed }
        found = try find(path.dropFirst(), in: reader[try reader.readLengthDelimited()])
      } else {
        guard tag.type == .varint else { throw .malformed }
        found = Int64(bitPattern: try reader.readVarint())
      }
    }
    return found ?? 0
  }
}
