extension UnsafeRawBufferPointer {
  static var empty: Self { Self(start: nil, count: 0) }

  /// True when the bytes are well-formed UTF-8. Does not allocate.
  var isUTF8: Bool {
    withMemoryRebound(to: UInt8.self) { (try? UTF8Span(validating: $0.span)) != nil }
  }
}
