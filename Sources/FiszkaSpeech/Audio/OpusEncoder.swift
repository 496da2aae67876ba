import COpusEnc
package import FiszkaDomain

/// Makes Opus in Ogg (RFC 7845) of clips: a tenth of the size, for slow networks.
package struct OpusEncoder: Sendable {
  /// Bits a second on average, 6,000 to 256,000.
  package let bitrate: Int

  /// - Parameter bitrate: 32,000 carries speech without a loss that is heard.
  package init(bitrate: Int = 32_000) {
    self.bitrate = bitrate
  }

  /// The clip in Ogg. Equal clips give equal bytes. Takes some milliseconds a second of sound.
  ///
  /// - Throws: `badAudio` for a wave that is none, `failed` when the library refuses.
  package func encode(_ audio: SpokenAudio) throws(SpeechEngineFailure) -> [UInt8] {
    let wave: Wave
    do throws(WaveFault) { wave = try Wave(decoding: audio.wave) } catch { throw .badAudio("\(error)") }
    guard let comments = ope_comments_create() else { throw .failed("no memory") }
    defer { ope_comments_destroy(comments) }
    var code: CInt = 0
    guard let encoder = ope_encoder_create_pull(comments, opus_int32(wave.sampleRate), 1, 0, &code) else {
      throw .failed("libopusenc: \(Self.text(code))")
    }
    defer { ope_encoder_destroy(encoder) }
    for (request, value) in [
      (OPUS_SET_BITRATE_REQUEST, bitrate), (OPUS_SET_SIGNAL_REQUEST, Int(OPUS_SIGNAL_VOICE)),
      // Else it is random, and the file another one each time.
      (OPE_SET_SERIALNO_REQUEST, 1),
    ] {
      try check(opusenc_set(encoder, request, opus_int32(value)))
    }
    var ogg: [UInt8] = []
    try check(wave.samples.withUnsafeBufferPointer { ope_encoder_write(encoder, $0.baseAddress, CInt($0.count)) })
    takePages(encoder, into: &ogg)
    try check(ope_encoder_drain(encoder))
    takePages(encoder, into: &ogg)
    return ogg
  }

  private func takePages(_ encoder: OpaquePointer, into ogg: inout [UInt8]) {
    var page: UnsafeMutablePointer<UInt8>?
    var length: opus_int32 = 0
    while ope_encoder_get_page(encoder, &page, &length, 0) == 1, let start = page {
      ogg.append(contentsOf: UnsafeBufferPointer(start: start, count: Int(length)))
    }
  }

  private func check(_ code: CInt) throws(SpeechEngineFailure) {
    if code != OPE_OK { throw .failed("libopusenc: \(Self.text(code))") }
  }

  private static func text(_ code: CInt) -> String {
    ope_strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }
}
