package import CProtobufC

// What generated `copy(to:in:)` calls, one function per shape of field. Arrays are walked by index: other modules run these
// functions unspecialized, where an iterator allocates per element.
extension Arena {
  /// A C message made of `value`.
  @inlinable
  package func message<M: ProtobufMessage>(from value: M) throws(ProtobufError) -> UnsafeMutablePointer<M.CMessage> {
    let message = try allocate(M.CMessage.self)
    M.initialize(message)
    try value.copy(to: message, in: self)
    return message
  }

  /// A `string` field's bytes.
  package func data(_ value: String) throws(ProtobufError) -> ProtobufCBinaryData {
    var copy = value
    let outcome = copy.withUTF8 { utf8 in
      do throws(ProtobufError) {
        return Result<ProtobufCBinaryData, ProtobufError>.success(try data(UnsafeRawBufferPointer(utf8)))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// A `bytes` field's bytes.
  package func data(_ value: [UInt8]) throws(ProtobufError) -> ProtobufCBinaryData {
    let outcome = value.withUnsafeBytes { bytes in
      do throws(ProtobufError) {
        return Result<ProtobufCBinaryData, ProtobufError>.success(try data(bytes))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private func data(_ bytes: UnsafeRawBufferPointer) throws(ProtobufError) -> ProtobufCBinaryData {
    let memory = try allocate(UInt8.self, count: bytes.count)
    if let memory, let source = bytes.baseAddress {
      UnsafeMutableRawPointer(memory).copyMemory(from: source, byteCount: bytes.count)
    }
    return ProtobufCBinaryData(len: bytes.count, data: memory)
  }

  /// A repeated field of values that are converted one by one.
  package func array<Element, C>(
    _ values: [Element], _ convert: (Element) throws(ProtobufError) -> C
  ) throws(ProtobufError) -> UnsafeMutablePointer<C>? {
    guard let memory = try allocate(C.self, count: values.count) else { return nil }
    for index in 0..<values.count {
      (memory + index).initialize(to: try convert(values[index]))
    }
    return memory
  }

  /// A repeated field of messages.
  package func messages<M: ProtobufMessage>(
    _ values: [M]
  ) throws(ProtobufError) -> UnsafeMutablePointer<UnsafeMutablePointer<M.CMessage>?>? {
    guard let memory = try allocate(UnsafeMutablePointer<M.CMessage>?.self, count: values.count) else { return nil }
    for index in 0..<values.count {
      (memory + index).initialize(to: try message(from: values[index]))
    }
    return memory
  }
}
