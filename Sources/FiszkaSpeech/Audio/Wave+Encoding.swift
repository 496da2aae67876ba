extension Wave {
  /// A RIFF/WAVE file: 44 bytes of header with the true sizes, then the samples.
  package var encoded: [UInt8] {
    let size = samples.count * 2
    return [UInt8](unsafeUninitializedCapacity: 44 + size) { bytes, count in
      var file = WaveWriter(UnsafeMutableRawBufferPointer(bytes))
      file.write("RIFF")
      file.write(UInt32(36 + size))
      file.write("WAVEfmt ")
      file.write(UInt32(16))
      // PCM, one channel.
      file.write(UInt16(1))
      file.write(UInt16(1))
      file.write(UInt32(sampleRate))
      file.write(UInt32(sampleRate * 2))
      file.write(UInt16(2))
      file.write(UInt16(16))
      file.write("data")
      file.write(UInt32(size))
      samples.withUnsafeBufferPointer { samples in
        for sample in samples { file.write(UInt16(bitPattern: sample)) }
      }
      count = file.count
    }
  }
}

/// Writes numbers as a WAVE file has them, the low byte first.
private struct WaveWriter {
  private let memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(_ memory: UnsafeMutableRawBufferPointer) {
    self.memory = memory
  }

  mutating func write(_ text: String) {
    for byte in text.utf8 { write(byte) }
  }

  mutating func write<Number: FixedWidthInteger>(_ number: Number) {
    memory.storeBytes(of: number.littleEndian, toByteOffset: count, as: Number.self)
    count += Number.bitWidth / 8
  }
}
