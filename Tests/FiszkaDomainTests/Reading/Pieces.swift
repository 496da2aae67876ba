/// How a file is cut before it is fed to a reader. The result must never depend on it.
enum Pieces {
  case whole
  case byByte
  /// Two pieces, the first of this many bytes.
  case split(at: Int)
  /// Pieces of this many bytes.
  case each(Int)

  func of(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    switch self {
    case .whole: [bytes[...]]
    case .byByte: bytes.indices.map { bytes[$0...$0] }
    case .split(let count): [bytes[..<count], bytes[count...]]
    case .each(let count): stride(from: 0, to: bytes.count, by: count).map { bytes[$0..<min($0 + count, bytes.count)] }
    }
  }
}
