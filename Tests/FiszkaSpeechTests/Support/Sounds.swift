import FiszkaSpeech
import Foundation

/// Sound made by arithmetic.
enum Sounds {
  /// A tone that swells and fades as a syllable does, with pauses around it.
  static func syllable(
    sampleRate: Int = 22_050, milliseconds: Int = 400, pause: Int = 50, peak: Double = 8_000, hertz: Double = 220
  ) -> Wave {
    let silent = sampleRate * pause / 1_000
    let count = sampleRate * milliseconds / 1_000
    let tone = (0..<count).map { index in
      let swell = sin(.pi * Double(index) / Double(count))
      return Int16(peak * swell * sin(2 * .pi * hertz * Double(index) / Double(sampleRate)))
    }
    let silence = [Int16](repeating: 0, count: silent)
    return Wave(sampleRate: sampleRate, samples: silence + tone + silence)
  }

  /// A RIFF/WAVE file piece by piece: a format chunk of these values, then these chunks.
  static func file(
    tag: UInt16 = 1, channels: UInt16 = 1, sampleRate: UInt32 = 22_050, bits: UInt16 = 16, blockAlign: UInt16? = nil,
    riffSize: UInt32? = nil, dataSize: UInt32? = nil, before: [UInt8] = [], data: [UInt8]
  ) -> [UInt8] {
    var format = bytes(tag) + bytes(channels) + bytes(sampleRate)
    format += bytes(sampleRate * UInt32(channels) * 2) + bytes(blockAlign ?? channels * 2) + bytes(bits)
    let body =
      Array("WAVE".utf8) + before + chunk("fmt ", format) + Array("data".utf8) + bytes(dataSize ?? UInt32(data.count)) + data
    return Array("RIFF".utf8) + bytes(riffSize ?? UInt32(body.count)) + body
  }

  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array(name.utf8) + bytes(UInt32(content.count)) + content + (content.count % 2 == 1 ? [0] : [])
  }

  /// Samples as they stand in a file.
  static func data(_ samples: [Int16]) -> [UInt8] {
    samples.flatMap { bytes(UInt16(bitPattern: $0)) }
  }

  static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
