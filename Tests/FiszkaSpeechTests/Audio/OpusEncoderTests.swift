import FiszkaDomain
import FiszkaSpeech
import Testing

@Suite struct OpusEncoderTests {
  private func audio(sampleRate: Int = 22_050, milliseconds: Int = 400) throws -> SpokenAudio {
    try SpokenAudio(
      checking: Sounds.syllable(sampleRate: sampleRate, milliseconds: milliseconds), for: SpeechOrder(text: "word", accent: .uk))
  }

  @Test(arguments: [8_000, 16_000, 22_050, 24_000, 48_000]) func clipBecomesOggOfTheSameLength(sampleRate: Int) throws {
    let audio = try audio(sampleRate: sampleRate)
    let ogg = try OggFile(OpusEncoder().encode(audio))
    #expect(ogg.packetStarts[0].starts(with: Array("OpusHead".utf8)))
    // Version 1, one channel.
    #expect(ogg.packetStarts[0].dropFirst(8).prefix(2) == [1, 1])
    #expect(ogg.packetStarts[1].starts(with: Array("OpusTags".utf8)))
    let skipped = Int(ogg.packetStarts[0][10]) | Int(ogg.packetStarts[0][11]) << 8
    // Granules count at 48 kHz, whatever went in.
    let milliseconds = (Int(ogg.granules.last ?? 0) - skipped) / 48
    #expect(abs(milliseconds - audio.durationMilliseconds) <= 1)
    #expect(ogg.isEnded)
  }

  @Test func clipIsMuchSmallerThanItsWave() throws {
    let audio = try audio(milliseconds: 2_000)
    #expect(try OpusEncoder().encode(audio).count < audio.wave.count / 4)
  }

  @Test func equalClipsGiveEqualBytes() throws {
    let audio = try audio()
    #expect(try OpusEncoder().encode(audio) == OpusEncoder().encode(audio))
  }

  @Test func bytesThatAreNoWaveAreRefused() {
    #expect(throws: SpeechEngineFailure.badAudio("not a WAVE file")) {
      try OpusEncoder().encode(SpokenAudio(wave: [1, 2, 3], durationMilliseconds: 1, sampleRate: 8_000))
    }
  }
}

/// An Ogg file cut into pages, as RFC 3533 describes them.
private struct OggFile {
  private(set) var granules: [UInt64] = []
  /// The content of each page, which begins with a packet.
  private(set) var packetStarts: [[UInt8]] = []
  private(set) var isEnded = false

  init(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      try #require(rest.count >= 27 && rest.starts(with: Array("OggS".utf8)))
      let header = Array(rest.prefix(27))
      isEnded = header[5] & 4 != 0
      granules.append((0..<8).reduce(0) { $0 | UInt64(header[6 + $1]) << (8 * UInt64($1)) })
      let segments = Int(header[26])
      let size = rest.dropFirst(27).prefix(segments).reduce(0) { $0 + Int($1) }
      try #require(rest.count >= 27 + segments + size)
      packetStarts.append(Array(rest.dropFirst(27 + segments).prefix(size)))
      rest = rest.dropFirst(27 + segments + size)
    }
  }
}
