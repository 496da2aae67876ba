package import CProtobufC

/// A message that stays encoded: for calls whose messages are known only by descriptors.
///
/// Any bytes decode, also none, and encode as they are.
package struct RawMessage: ProtobufMessage {
  /// The encoded message.
  package var bytes: [UInt8]

  package init() {
    bytes = []
  }

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Length and address of the bytes stand in for protoc-c's struct.
  package typealias CMessage = ProtobufCBinaryData

  package static let protobufName = "message"

  package static func unpack(
    _ allocator: ProtobufAllocator, _ length: Int, _ bytes: UnsafePointer<UInt8>?
  ) -> UnsafeMutablePointer<CMessage>? {
    let size = MemoryLayout<CMessage>.stride + length
    guard let memory = allocator.pointee.alloc?(allocator.pointee.allocator_data, size) else { return nil }
    let message = memory.bindMemory(to: CMessage.self, capacity: 1)
    let copy = memory + MemoryLayout<CMessage>.stride
    if let bytes { copy.copyMemory(from: bytes, byteCount: length) }
    message.initialize(to: CMessage(len: length, data: copy.bindMemory(to: UInt8.self, capacity: length)))
    return message
  }

  package static func initialize(_ message: UnsafeMutablePointer<CMessage>) {
    message.initialize(to: CMessage(len: 0, data: nil))
  }

  package static func packedSize(_ message: UnsafePointer<CMessage>) -> Int {
    message.pointee.len
  }

  package static func pack(_ message: UnsafePointer<CMessage>, _ output: UnsafeMutablePointer<UInt8>) -> Int {
    if let data = message.pointee.data { output.update(from: data, count: message.pointee.len) }
    return message.pointee.len
  }

  package init(copying message: UnsafePointer<CMessage>) throws(ProtobufError) {
    bytes = Array(copying: message.pointee)
  }

  package func copy(to message: UnsafeMutablePointer<CMessage>, in arena: borrowing Arena) throws(ProtobufError) {
    message.pointee = try arena.data(bytes)
  }
}
