import FiszkaDomain
import Testing

/// Files damaged at random: nothing crashes, every row is accounted for, and the pieces make no difference.
struct MutationTests {
  private static let seeds: [[UInt8]] = {
    let csv = "english;polish;tags\n\"a \"\"b\"\"\nc\";żółw;x\r\n#d;\"e;f\"; g\n\nh - i,j|k\tl\n"
    let json = "[{\"english\":\"a\\u017c\",\"polish\":[\"b\"],\"x\":{\"y\":[1,{}]}},\n{\"tags\":[\"c\",null]},-1.5e3,true]\n"
    let lines = "{\"english\":\"a\",\"polish\":\"b\"}\n{\"wymowa\":\"\\ud83d\\ude00\"}\n"
    let texts = [csv, "sep=,\ncat,kot\n", "cat – kot\ndog - pies\n", json, lines]
    return TextEncoding.allCases.flatMap { encoding in texts.compactMap { try? encoding.bytes(of: $0) } }
  }()

  private func mutated(_ seed: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = seed
    let lively = Array("\"\"\"\\,;\t|{}[]:- \n\r\0u0".utf8) + [0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xC5, 0xB9, 0x9C, 0xB1, 0xD8]
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let byte = lively.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes.insert(byte, at: place)
      case 1 where place < bytes.count: bytes[place] = byte
      case 2 where place < bytes.count: bytes.remove(at: place)
      case 3: bytes.removeSubrange(place...)
      case 4:
        let end = Int.random(in: place...bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
      default: bytes.insert(contentsOf: Self.seeds.randomElement(using: &random)?.prefix(8) ?? [], at: place)
      }
    }
    return bytes
  }

  private func outcome(_ bytes: [UInt8], _ settings: ImportSettings, _ pieces: Pieces) -> Result<ReadFile, ImportReadingError> {
    Result { () throws(ImportReadingError) in try readFile(bytes, settings, pieces: pieces) }
  }

  @Test(arguments: 0..<8)
  func damagedFilesAreReadOrRefusedTheSameHoweverTheyAreCut(run: Int) {
    var random = SeededGenerator(seed: UInt64(run))
    for _ in 0..<2_600 {
      let bytes = mutated(Self.seeds.randomElement(using: &random) ?? [], &random)
      var settings = ImportSettings()
      if Bool.random(using: &random) { settings.encoding = TextEncoding.allCases.randomElement(using: &random) }
      if Bool.random(using: &random) { settings.format = ImportFormat.allCases.randomElement(using: &random) }
      if Bool.random(using: &random) { settings.delimiter = Delimiter.allCases.randomElement(using: &random) }
      if Bool.random(using: &random) { settings.mapping = [.english: .index(0)] }
      let whole = outcome(bytes, settings, .whole)
      let cut = outcome(bytes, settings, .each(Int.random(in: 1...9, using: &random)))
      let isSame = whole == cut
      #expect(isSame, "\(bytes) with \(settings)")
      guard case .success(let file) = whole else { continue }
      let isCounted =
        file.rows.count == Int(file.counts.total) && file.rows.count { !$0.isValid } == Int(file.counts.invalid)
        && file.rows.enumerated().allSatisfy { $0.element.number == Int64($0.offset + 1) }
        && zip(file.rows, file.rows.dropFirst()).allSatisfy { $0.lineNumber <= $1.lineNumber }
      #expect(isCounted, "\(bytes) with \(settings)")
    }
  }

  /// Every line of a file without quotes is a row, is empty, or is the header: none may be lost.
  @Test func everyLineOfADamagedListIsAccountedFor() throws {
    var random = SeededGenerator(seed: 77)
    let alphabet = Array("ab, ;\n\r\t|-#\\".utf8)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 1...60, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 } + [0x61]
      let text = String(decoding: bytes, as: UTF8.self)
      let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy { $0 == " " || $0 == "\t" } }
      let file = try readFile(bytes, ImportSettings(format: .csv, delimiter: .comma, hasHeader: false))
      #expect(Int(file.counts.total + file.reading.emptyRows) == lines.count, "\(text.debugDescription)")
    }
  }
}
