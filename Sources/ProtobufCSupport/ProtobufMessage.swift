public import CProtobufC
public import NIOCore

/// protobuf-c's allocator, as generated code hands it on.
@usableFromInline package typealias ProtobufAllocator = UnsafeMutablePointer<ProtobufCAllocator>

/// A Swift value for one protobuf message, over the C struct that protoc-c generated for it.
///
/// Generated code conforms; everything else uses `init(decoding:)` and `encode(into:)`. No C pointer leaves either call.
@usableFromInline
package protocol ProtobufMessage: Sendable, Hashable {
  /// protoc-c's struct.
  associatedtype CMessage

  /// Full name in the contract, such as "fiszka.v1.Lesson".
  static var protobufName: String { get }

  /// The message with every field unset.
  init()

  /// protoc-c's `__unpack`: nil when the bytes are malformed or the allocator refused.
  static func unpack(
    _ allocator: ProtobufAllocator, _ length: Int, _ bytes: UnsafePointer<UInt8>?
  ) -> UnsafeMutablePointer<CMessage>?

  /// protoc-c's `__init` on uninitialized memory.
  static func initialize(_ message: UnsafeMutablePointer<CMessage>)

  /// protoc-c's `__get_packed_size`.
  static func packedSize(_ message: UnsafePointer<CMessage>) -> Int

  /// protoc-c's `__pack` into memory of at least the packed size; the number of bytes written.
  static func pack(_ message: UnsafePointer<CMessage>, _ output: UnsafeMutablePointer<UInt8>) -> Int

  /// Copies every field out of `message`, which may be freed afterwards.
  init(copying message: UnsafePointer<CMessage>) throws(ProtobufError)

  /// Copies every field into `message`, an initialized struct; strings, bytes and sub-messages go into `arena`.
  func copy(to message: UnsafeMutablePointer<CMessage>, in arena: borrowing Arena) throws(ProtobufError)

  // The next two have implementations below, which no conformance replaces. They are requirements, and those inlinable, so that
  // each message type gets code of its own: generic code would look up types at run time, a fifth of a short call.

  /// Decodes all readable bytes of `buffer`.
  ///
  /// - Parameter limitBytes: What the C message may use while it is read; the Swift value comes on top of it.
  /// - Throws: `malformed`, `memoryLimitExceeded` or `invalidUTF8`; nothing stays allocated then.
  init(decoding buffer: ByteBuffer, limitBytes: Int) throws(ProtobufError)

  /// Appends the encoding to `buffer`, packed straight into its memory.
  ///
  /// - Parameter prefix: Called once before the message is written, with its length in bytes, to write what stands before it
  ///   (a frame header, the tag and length of an enclosing field).
  /// - Throws: `memoryLimitExceeded` when the C form of the message needs more than `limitBytes`; `buffer` is unchanged then.
  func encode(
    into buffer: inout ByteBuffer, limitBytes: Int, prefix: (_ lengthBytes: Int, inout ByteBuffer) -> Void
  ) throws(ProtobufError)
}

extension ProtobufMessage {
  /// Decodes all readable bytes of `buffer`; the C message may use `Arena.defaultLimitBytes`.
  package init(decoding buffer: ByteBuffer) throws(ProtobufError) {
    try self.init(decoding: buffer, limitBytes: Arena.defaultLimitBytes)
  }

  /// Decodes all readable bytes of `buffer`.
  @inlinable
  package init(decoding buffer: ByteBuffer, limitBytes: Int) throws(ProtobufError) {
    let outcome = buffer.withUnsafeReadableBytes { bytes in
      do throws(ProtobufError) {
        return Result<Self, ProtobufError>.success(try Self(decoding: bytes, limitBytes: limitBytes))
      } catch {
        return .failure(error)
      }
    }
    self = try outcome.get()
  }

  /// Decodes all of `bytes`, under the same terms.
  @inlinable
  package init(decoding bytes: UnsafeRawBufferPointer, limitBytes: Int = Arena.defaultLimitBytes) throws(ProtobufError) {
    self = try withArena(limitBytes: limitBytes) { (arena: borrowing Arena) throws(ProtobufError) -> Self in
      let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard let message = arena.withAllocator({ Self.unpack($0, bytes.count, base) }) else {
        if arena.limitWasHit { throw .memoryLimitExceeded(limitBytes: limitBytes) }
        throw .malformed
      }
      return try Self(copying: message)
    }
  }

  /// Appends the encoding to `buffer`; the C message may use `limitBytes`.
  package func encode(into buffer: inout ByteBuffer, limitBytes: Int = Arena.defaultLimitBytes) throws(ProtobufError) {
    try encode(into: &buffer, limitBytes: limitBytes) { _, _ in }
  }

  /// Appends what `prefix` writes and the encoding to `buffer`; the C message may use `Arena.defaultLimitBytes`.
  package func encode(
    into buffer: inout ByteBuffer, prefix: (_ lengthBytes: Int, inout ByteBuffer) -> Void
  ) throws(ProtobufError) {
    try encode(into: &buffer, limitBytes: Arena.defaultLimitBytes, prefix: prefix)
  }

  /// Appends what `prefix` writes and the encoding to `buffer`.
  @inlinable
  package func encode(
    into buffer: inout ByteBuffer, limitBytes: Int, prefix: (_ lengthBytes: Int, inout ByteBuffer) -> Void
  ) throws(ProtobufError) {
    try withArena(limitBytes: limitBytes) { (arena: borrowing Arena) throws(ProtobufError) in
      let message = try arena.message(from: self)
      let length = Self.packedSize(message)
      prefix(length, &buffer)
      if length == 0 { return }
      buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { memory in
        Self.pack(message, memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self))
      }
    }
  }
}
