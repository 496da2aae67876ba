import FiszkaDomain
import FiszkaStore
import Foundation

/// SHA-256 as the system's `sha256sum` makes it.
struct ForeignDigest: FileDigest {
  private var bytes = Data()

  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    self.bytes.append(contentsOf: bytes)
  }

  /// Empty when the tool fails.
  mutating func finish() -> [UInt8] {
    let tool = Process()
    tool.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    let (input, output) = (Pipe(), Pipe())
    tool.standardInput = input
    tool.standardOutput = output
    do {
      try tool.run()
      try input.fileHandleForWriting.write(contentsOf: bytes)
      try input.fileHandleForWriting.close()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      tool.waitUntilExit()
      return stride(from: 0, to: 64, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    } catch {
      return []
    }
  }
}

extension ImportFileFolder {
  func write(_ bytes: [UInt8], at offset: Int64, ofImport id: Int64) throws {
    try bytes.withUnsafeBytes { try write($0, at: offset, ofImport: id, limit: .none) }
  }

  func contents(ofImport id: Int64, size: Int64) throws -> [UInt8] {
    var contents: [UInt8] = []
    try read(ofImport: id, size: size, limit: .none) { piece in
      contents += piece
      return true
    }
    return contents
  }
}
