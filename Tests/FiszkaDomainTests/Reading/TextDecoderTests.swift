import FiszkaDomain
import Foundation
import Testing

struct TextDecoderTests {
  private func decode(_ bytes: [UInt8], _ encoding: TextEncoding, _ pieces: Pieces = .whole) -> String {
    var decoder = TextDecoder(encoding)
    var output: [UInt8] = []
    for piece in pieces.of(bytes) { piece.withUnsafeBytes { decoder.decode($0, into: &output) } }
    decoder.finish(into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func check(_ bytes: [UInt8], _ encoding: TextEncoding, _ text: String) {
    let expected = Array(text.unicodeScalars)
    #expect(Array(decode(bytes, encoding).unicodeScalars) == expected, "\(bytes)")
    #expect(Array(decode(bytes, encoding, .byByte).unicodeScalars) == expected, "\(bytes) byte by byte")
    for count in 0...bytes.count where bytes.count < 100 {
      #expect(Array(decode(bytes, encoding, .split(at: count)).unicodeScalars) == expected, "\(bytes) split at \(count)")
    }
  }

  private static let pangram = "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ – „cat” = 'kot'\r\n"

  @Test(arguments: TextEncoding.allCases)
  func polishTextIsReadInEveryEncoding(encoding: TextEncoding) throws {
    let text = encoding == .iso8859Part2 ? "Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ\r\n" : Self.pangram
    check(try encoding.bytes(of: text), encoding, text)
  }

  @Test(arguments: [(TextEncoding.windows1250, String.Encoding.windowsCP1250), (.iso8859Part2, .isoLatin2)])
  func theTablesAreThoseOfFoundation(encoding: TextEncoding, foundation: String.Encoding) {
    for byte in UInt8.min...UInt8.max {
      let ours = decode([0x41, byte], encoding)
      if let theirs = String(data: Data([0x41, byte]), encoding: foundation) {
        // Foundation gives bytes without a meaning as control characters, or not at all.
        let isMeaningless = encoding == .windows1250 && [0x81, 0x83, 0x88, 0x90, 0x98].contains(byte)
        #expect(ours == (isMeaningless ? "A\u{FFFD}" : theirs), "byte \(byte)")
      } else {
        #expect(ours == "A\u{FFFD}", "byte \(byte)")
      }
    }
  }

  @Test(
    arguments: [
      ([0xEF, 0xBB, 0xBF, 0x61], TextEncoding.utf8, "a"),
      ([0xEF, 0xBB, 0xBF], .utf8, ""),
      ([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], .utf8, "\u{FEFF}"),
      ([0x61, 0xEF, 0xBB, 0xBF], .utf8, "a\u{FEFF}"),
      ([0xFF, 0xFE, 0x61, 0x00], .utf16LittleEndian, "a"),
      ([0xFE, 0xFF, 0x00, 0x61], .utf16BigEndian, "a"),
      ([0xFF, 0xFE], .utf16LittleEndian, ""),
    ] as [([UInt8], TextEncoding, String)])
  func aByteOrderMarkAtTheStartIsDropped(bytes: [UInt8], encoding: TextEncoding, text: String) {
    check(bytes, encoding, text)
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"),
      ([0xC5], "\u{FFFD}"),
      ([0xC5, 0x62], "\u{FFFD}b"),
      ([0x80, 0xBF], "\u{FFFD}\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xE0, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE2, 0x82], "\u{FFFD}"),
      ([0xE2, 0x82, 0x41], "\u{FFFD}A"),
      ([0xF0, 0x9F, 0x98, 0x80], "😀"),
      ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
      ([0xF0, 0x9F, 0xC5, 0x82], "\u{FFFD}ł"),
    ] as [([UInt8], String)])
  func whatIsNotUTF8BecomesAReplacementCharacter(bytes: [UInt8], text: String) {
    check(bytes, .utf8, text)
    #expect(text == String(decoding: bytes, as: UTF8.self))
  }

  @Test(
    arguments: [
      ([0x61, 0x00, 0x62], "a\u{FFFD}"),
      ([0x3D, 0xD8, 0x00, 0xDE], "😀"),
      ([0x3D, 0xD8], "\u{FFFD}"),
      ([0x3D, 0xD8, 0x61, 0x00], "\u{FFFD}a"),
      ([0x00, 0xDE], "\u{FFFD}"),
      ([0x3D, 0xD8, 0x3D, 0xD8, 0x00, 0xDE], "\u{FFFD}😀"),
      ([0x3D, 0xD8, 0x61], "\u{FFFD}\u{FFFD}"),
    ] as [([UInt8], String)])
  func halfPairsAndHalfUnitsOfUTF16BecomeReplacementCharacters(bytes: [UInt8], text: String) {
    check(bytes, .utf16LittleEndian, text)
    var swapped = bytes
    for index in stride(from: 0, to: bytes.count - 1, by: 2) { swapped.swapAt(index, index + 1) }
    check(swapped, .utf16BigEndian, text)
  }

  @Test func randomBytesAreReadLikeTheStandardLibraryReadsThem() {
    var random = SeededGenerator(seed: 8)
    let lively: [UInt8] = [0x41, 0x80, 0x9F, 0xA0, 0xBF, 0xC2, 0xC5, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x82]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in lively.randomElement(using: &random) ?? 0 }
      var text = String(decoding: bytes, as: UTF8.self)
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { text.unicodeScalars.removeFirst() }
      let cut = Int.random(in: 0...bytes.count, using: &random)
      let isSame = decode(bytes, .utf8, .split(at: cut)).unicodeScalars.elementsEqual(text.unicodeScalars)
      #expect(isSame, "\(bytes) split at \(cut)")
    }
  }
}
