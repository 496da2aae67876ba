import FuzzDecoders

/// libFuzzer's entry point.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzDecoders.json(UnsafeRawBufferPointer(start: data, count: count))
  return 0
}
