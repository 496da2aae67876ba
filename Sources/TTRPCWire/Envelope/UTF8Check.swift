extension UnsafeRawBufferPointer {
  /// Whether these bytes are UTF-8, without making a string of them.
  var isUTF8: Bool {
    var offset = 0
    while count - offset >= 8 {
      if loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return isLongUTF8 }
      offset += 8
    }
    while offset < count {
      if self[offset] >= 0x80 { return isLongUTF8 }
      offset += 1
    }
    return true
  }

  private var isLongUTF8: Bool {
    withMemoryRebound(to: UInt8.self) { bytes in
      (try? UTF8Span(validating: bytes.span)) != nil
    }
  }
}
