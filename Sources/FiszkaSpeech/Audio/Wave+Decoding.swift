extension Wave {
  /// From this size on a size says only that the writer did not know it: espeak-ng writes 0x7FFFF000 to a pipe, others 0xFFFFFFFF.
  private static let unknownSize = 0x7FFF_F000

  /// Reads a RIFF/WAVE file of PCM with 16 bit and 1 to 8 channels, which are mixed to one.
  ///
  /// The sizes in it must be right. Where one is the placeholder of a writer to a pipe, the samples go on to the end of the bytes:
  /// whether those are complete, only their carrier can tell. What stands behind the samples is not looked at.
  package init(decoding bytes: [UInt8]) throws(WaveFault) {
    // Typed errors do not pass through closures of the standard library.
    self = try bytes.withUnsafeBytes { memory in Result { () throws(WaveFault) in try Wave(memory) } }.get()
  }

  private init(_ bytes: UnsafeRawBufferPointer) throws(WaveFault) {
    guard bytes.count >= 12, bytes.text(at: 0) == "RIFF", bytes.text(at: 8) == "WAVE" else { throw .notWave }
    let declared = bytes.number(at: 4)
    let isOpenEnded = declared >= Self.unknownSize
    if !isOpenEnded, declared + 8 > bytes.count { throw .truncated }
    let end = isOpenEnded ? bytes.count : declared + 8
    var format: WaveFormat?
    var place = 12
    while place + 8 <= end {
      let name = bytes.text(at: place)
      let size = bytes.number(at: place + 4)
      let begin = place + 8
      if name == "data" {
        guard let format else { throw .badFormat }
        let rest = size >= Self.unknownSize ? end - begin : size
        if begin + rest > end { throw .truncated }
        try self.init(UnsafeRawBufferPointer(rebasing: bytes[begin..<begin + rest]), format)
        return
      }
      if begin + size > end { throw .truncated }
      if name == "fmt " { format = try WaveFormat(UnsafeRawBufferPointer(rebasing: bytes[begin..<begin + size])) }
      // Chunks begin at even places.
      place = begin + size + size % 2
    }
    throw format == nil ? .badFormat : .truncated
  }

  private init(_ data: UnsafeRawBufferPointer, _ format: WaveFormat) throws(WaveFault) {
    let frameBytes = format.channels * 2
    if data.count % frameBytes != 0 { throw .truncated }
    let frames = data.count / frameBytes
    if frames == 0 { throw .empty }
    if frames > format.sampleRate * Self.maximumSeconds { throw .tooLong }
    sampleRate = format.sampleRate
    samples = [Int16](unsafeUninitializedCapacity: frames) { samples, count in
      for frame in 0..<frames {
        var sum = 0
        for channel in 0..<format.channels { sum += Int(data.sample(at: frame * frameBytes + channel * 2)) }
        samples[frame] = Int16(clamping: sum / format.channels)
      }
      count = frames
    }
  }
}

/// What a WAVE file says about its samples.
private struct WaveFormat {
  let channels: Int
  let sampleRate: Int

  init(_ chunk: UnsafeRawBufferPointer) throws(WaveFault) {
    guard chunk.count >= 16 else { throw .badFormat }
    var tag = chunk.short(at: 0)
    // An extensible format names the real one in its extension.
    if tag == 0xFFFE {
      guard chunk.count >= 40 else { throw .badFormat }
      tag = chunk.short(at: 24)
    }
    channels = chunk.short(at: 2)
    sampleRate = chunk.number(at: 4)
    let bits = chunk.short(at: 14)
    if tag != 1 { throw .unsupported("format \(tag)") }
    if bits != 16 { throw .unsupported("\(bits) bit") }
    if !(1...8).contains(channels) { throw .unsupported("\(channels) channels") }
    if !Wave.sampleRates.contains(sampleRate) { throw .unsupported("\(sampleRate) samples a second") }
    if chunk.short(at: 12) != channels * 2 { throw .badFormat }
  }
}

extension UnsafeRawBufferPointer {
  /// Four bytes as text; for names of chunks.
  fileprivate func text(at place: Int) -> String {
    String(decoding: self[place..<place + 4], as: UTF8.self)
  }

  fileprivate func number(at place: Int) -> Int {
    Int(UInt32(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt32.self)))
  }

  fileprivate func short(at place: Int) -> Int {
    Int(UInt16(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt16.self)))
  }

  fileprivate func sample(at place: Int) -> Int16 {
    Int16(littleEndian: loadUnaligned(fromByteOffset: place, as: Int16.self))
  }
}
