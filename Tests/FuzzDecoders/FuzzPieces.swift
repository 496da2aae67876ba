/// An input of the fuzzer that says itself into which pieces it is cut.
///
/// The first byte's low two bits say how many sizes follow, less one; a size of 0 is one byte, of 255 is 4 KiB. The sizes are
/// used in turn until the content ends. The rest of the first byte is for the decoder.
struct FuzzPieces {
  /// The upper six bits of the first byte.
  let choice: Int
  let content: UnsafeRawBufferPointer
  private let sizes: [Int]

  /// Nil when there is nothing to read.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else { return nil }
    choice = Int(first >> 2)
    let count = Int(first & 3) + 1
    sizes = bytes.dropFirst().prefix(count).map { $0 == 255 ? 4_096 : max(Int($0), 1) }
    content = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(count + 1))
  }

  /// Calls `body` with each piece in turn.
  func forEach<Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    var rest = content
    var turn = 0
    while rest.count > 0 {
      let piece = rest.prefix(sizes[turn % sizes.count])
      try body(UnsafeRawBufferPointer(rebasing: piece))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(piece.count))
      turn += 1
    }
  }
}
