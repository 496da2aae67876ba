/// What the bytes of a file say about its encoding. Takes the whole file in pieces; its size does not grow.
struct EncodingEvidence: Sendable {
  /// How many bytes were taken.
  private(set) var byteCount: Int64 = 0
  /// How often each byte occurs.
  private(set) var counts = [Int64](repeating: 0, count: 256)
  /// How many NUL bytes stand at even and at odd offsets.
  private(set) var nulBytes = (even: Int64(0), odd: Int64(0))
  /// Offset of the first NUL byte.
  private(set) var firstNUL: Int64?
  /// UTF-8 sequences of two bytes and more that are right.
  private(set) var utf8Sequences: Int64 = 0
  /// Places where the bytes are not UTF-8.
  private(set) var utf8Errors: Int64 = 0

  /// The start of a UTF-8 sequence whose rest is in the next piece.
  private var heldBack: [UInt8] = []

  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    let bytes = bytes.bindMemory(to: UInt8.self)
    counts.withUnsafeMutableBufferPointer { counts in
      for byte in bytes { counts[Int(byte)] += 1 }
    }
    if counts[0] > nulBytes.even + nulBytes.odd { locateNULs(in: bytes) }
    checkUTF8(bytes)
    byteCount += Int64(bytes.count)
  }

  /// Ends the file: a sequence that was cut off is an error.
  mutating func finish() {
    if !heldBack.isEmpty { utf8Errors += 1 }
    heldBack = []
  }

  /// How many bytes are in `set`.
  func count(of set: some Sequence<UInt8>) -> Int64 {
    set.reduce(0) { $0 + counts[Int($1)] }
  }

  private mutating func locateNULs(in bytes: UnsafeBufferPointer<UInt8>) {
    for (index, byte) in bytes.enumerated() where byte == 0 {
      let offset = byteCount + Int64(index)
      if firstNUL == nil { firstNUL = offset }
      if offset % 2 == 0 { nulBytes.even += 1 } else { nulBytes.odd += 1 }
    }
  }

  private mutating func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>) {
    var position = 0
    while !heldBack.isEmpty && position < bytes.count {
      heldBack.append(bytes[position])
      switch heldBack.withUnsafeBufferPointer({ UTF8Sequence.find(in: $0, at: 0) }) {
      case .incomplete: position += 1
      case .scalar:
        utf8Sequences += 1
        heldBack = []
        position += 1
      case .invalid:
        utf8Errors += 1
        heldBack = []
      }
    }
    while true {
      position = UTF8Sequence.endOfASCII(in: bytes, from: position)
      if position == bytes.count { return }
      switch UTF8Sequence.find(in: bytes, at: position) {
      case .scalar(let length):
        utf8Sequences += 1
        position += length
      case .invalid(let length):
        utf8Errors += 1
        position += length
      case .incomplete:
        heldBack = Array(bytes[position...])
        return
      }
    }
  }
}
