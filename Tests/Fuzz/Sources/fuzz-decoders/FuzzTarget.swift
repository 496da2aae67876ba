import FuzzDecoders
import Glibc

/// The decoder that the environment variable FUZZ_DECODER names: one program is linked once and serves all.
private let decoder: @Sendable (UnsafeRawBufferPointer) -> Void = {
  let name = getenv("FUZZ_DECODER").map { String(cString: $0) } ?? ""
  guard let decoder = FuzzDecoders.all.first(where: { $0.name == name }) else {
    let names = FuzzDecoders.all.map(\.name).joined(separator: ", ")
    fatalError("FUZZ_DECODER is \"\(name)\" and must be one of \(names).")
  }
  return decoder.run
}()

/// libFuzzer's entry point.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  decoder(UnsafeRawBufferPointer(start: data, count: count))
  return 0
}
