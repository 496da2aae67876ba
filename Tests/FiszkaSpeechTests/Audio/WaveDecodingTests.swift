import FiszkaSpeech
import Testing

@Suite struct WaveDecodingTests {
  private let samples: [Int16] = [0, 1, -1, 32_767, -32_768, 100]

  @Test func writtenWaveIsReadAsItWas() throws {
    let wave = Wave(sampleRate: 16_000, samples: samples)
    #expect(wave.encoded == Sounds.file(sampleRate: 16_000, data: Sounds.data(samples)))
    #expect(try Wave(decoding: wave.encoded) == wave)
  }

  @Test func twoChannelsAreMixedToOne() throws {
    let wave = try Wave(decoding: Sounds.file(channels: 2, data: Sounds.data([100, 300, -32_768, -32_768, 32_767, 32_767])))
    #expect(wave.samples == [200, -32_768, 32_767])
  }

  @Test(arguments: [0x7FFF_F000, 0xFFFF_FFFF] as [UInt32]) func placeholderSizesMeanToTheEnd(size: UInt32) throws {
    let file = Sounds.file(riffSize: size == .max ? size : size + 36, dataSize: size, data: Sounds.data(samples))
    #expect(try Wave(decoding: file).samples == samples)
  }

  @Test func otherChunksAreSkipped() throws {
    let file = Sounds.file(before: Sounds.chunk("LIST", [1, 2, 3]), data: Sounds.data(samples)) + Sounds.chunk("junk", [0])
    #expect(try Wave(decoding: file).samples == samples)
  }

  @Test func extensibleFormatOfPCMIsRead() throws {
    let format =
      Sounds.bytes(UInt16(0xFFFE)) + Sounds.bytes(UInt16(1)) + Sounds.bytes(UInt32(22_050)) + Sounds.bytes(UInt32(44_100))
      + Sounds.bytes(UInt16(2)) + Sounds.bytes(UInt16(16)) + Sounds.bytes(UInt16(22)) + Sounds.bytes(UInt16(16))
      + Sounds.bytes(UInt32(4)) + Sounds.bytes(UInt16(1)) + [UInt8](repeating: 0, count: 14)
    let body = Array("WAVE".utf8) + Sounds.chunk("fmt ", format) + Sounds.chunk("data", Sounds.data(samples))
    #expect(try Wave(decoding: Sounds.chunk("RIFF", body)).samples == samples)
  }

  @Test func everyShorterFileIsRefused() throws {
    let file = Wave(sampleRate: 22_050, samples: samples).encoded
    for length in 0..<file.count {
      #expect(throws: WaveFault.self) { try Wave(decoding: Array(file.prefix(length))) }
    }
  }

  @Test func halfAFileIsTruncated() {
    let file = Sounds.syllable().encoded
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Array(file.prefix(file.count / 2))) }
  }

  @Test func dataThatEndInASampleAreTruncated() {
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Sounds.file(data: [1, 2, 3])) }
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Sounds.file(channels: 2, data: [1, 2, 3, 4, 5, 6])) }
  }

  @Test func sizesBeyondTheirContainerAreTruncated() {
    let data = Sounds.data(samples)
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Sounds.file(riffSize: 1_000, data: data)) }
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Sounds.file(dataSize: 1_000, data: data)) }
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Sounds.file(riffSize: 40, data: data)) }
  }

  @Test func fileWithoutDataIsRefused() {
    #expect(throws: WaveFault.empty) { try Wave(decoding: Sounds.file(data: [])) }
    #expect(throws: WaveFault.truncated) { try Wave(decoding: Array(Sounds.file(data: []).dropLast(8))) }
  }

  @Test func dataBeforeAFormatAreRefused() {
    let body = Array("WAVE".utf8) + Sounds.chunk("data", Sounds.data(samples))
    #expect(throws: WaveFault.badFormat) { try Wave(decoding: Sounds.chunk("RIFF", body)) }
    #expect(throws: WaveFault.badFormat) { try Wave(decoding: Sounds.chunk("RIFF", Array("WAVE".utf8))) }
  }

  @Test func formatsThatAreNotReadAreNamed() {
    let data = Sounds.data(samples)
    #expect(throws: WaveFault.unsupported("format 3")) { try Wave(decoding: Sounds.file(tag: 3, data: data)) }
    #expect(throws: WaveFault.unsupported("8 bit")) { try Wave(decoding: Sounds.file(bits: 8, data: data)) }
    #expect(throws: WaveFault.unsupported("0 channels")) { try Wave(decoding: Sounds.file(channels: 0, data: data)) }
    #expect(throws: WaveFault.unsupported("9 channels")) { try Wave(decoding: Sounds.file(channels: 9, data: data)) }
    #expect(throws: WaveFault.unsupported("1 samples a second")) { try Wave(decoding: Sounds.file(sampleRate: 1, data: data)) }
    #expect(throws: WaveFault.badFormat) { try Wave(decoding: Sounds.file(blockAlign: 4, data: data)) }
  }

  @Test func soundBeyondTwoMinutesIsRefused() {
    let data = [UInt8](repeating: 1, count: 8_000 * 2 * (Wave.maximumSeconds + 1))
    #expect(throws: WaveFault.tooLong) { try Wave(decoding: Sounds.file(sampleRate: 8_000, data: data)) }
  }

  @Test(arguments: ["", "RIFF", "<!doctype html><title>500</title>", "OggS", "RIFX\0\0\0\0WAVEfmt "])
  func otherBytesAreNoWave(text: String) {
    #expect(throws: WaveFault.notWave) { try Wave(decoding: Array(text.utf8)) }
  }
}
