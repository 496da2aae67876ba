import FiszkaDomain
import Testing

struct EncodingDetectionTests {
  private func encoding(_ bytes: [UInt8]) throws -> TextEncoding {
    try readFile(bytes).reading.encoding.value
  }

  @Test(arguments: TextEncoding.allCases)
  func aPolishListTellsItsEncodingWithoutAMark(encoding: TextEncoding) throws {
    let bytes = try encoding.bytes(of: "english;polish\nsnake;wąż\nspring;źródło\nto sleep;spać\ncandle;świeca\n")
    let file = try readFile(bytes)
    #expect(file.reading.encoding.value == encoding)
    #expect(file.rows.map(\.polish) == ["wąż", "źródło", "spać", "świeca"])
  }

  @Test(
    arguments: [
      ([0xEF, 0xBB, 0xBF], TextEncoding.utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ] as [([UInt8], TextEncoding)])
  func aByteOrderMarkTellsTheEncoding(mark: [UInt8], encoding: TextEncoding) throws {
    let file = try readFile(mark + (try encoding.bytes(of: "english,polish\nturtle,żółw\n")))
    #expect(file.reading.encoding.value == encoding)
    #expect(file.rows.map(\.polish) == ["żółw"])
    #expect(file.reading.columns.map(\.name) == ["english", "polish"])
  }

  @Test(arguments: ["ą", "ś", "ź", "Ą", "Ś", "Ź"])
  func oneLetterTellsTheCentralEuropeanEncodingsApart(letter: String) throws {
    for encoding in [TextEncoding.windows1250, .iso8859Part2] {
      let file = try readFile(try encoding.bytes(of: "x,\(letter)łć\n"))
      #expect(file.reading.encoding.value == encoding, "\(letter) in \(encoding)")
      #expect(file.rows.first?.polish == "\(letter)łć")
    }
  }

  @Test func withoutSuchALetterItIsWindows1250AndTheTextIsRightInBoth() throws {
    let bytes = try TextEncoding.iso8859Part2.bytes(of: "love,miłość i ból\n".replacing("ś", with: "s"))
    let file = try readFile(bytes)
    #expect(file.reading.encoding.value == .windows1250)
    #expect(file.rows.first?.polish == "miłosć i ból")
  }

  @Test func polishQuotesAndDashesTellWindows1250() throws {
    #expect(try encoding(try TextEncoding.windows1250.bytes(of: "x,„ból” – łódka\n")) == .windows1250)
  }

  @Test func aLetterAtTheVeryEndOfALongFileCounts() throws {
    let line = "cat,kot\n"
    let bytes = try TextEncoding.iso8859Part2.bytes(of: String(repeating: line, count: 60_000) + "spring,źródło\n")
    let file = try readFile(bytes)
    #expect(file.reading.encoding.value == .iso8859Part2)
    #expect(file.rows.last?.polish == "źródło")
  }

  @Test func fewBrokenLettersInUTF8CostTheirRowsOnly() throws {
    var bytes = Array(String(repeating: "turtle,żółw\n", count: 20).utf8)
    bytes += [UInt8](("cat,k").utf8) + [0xB9, 0x74, 0x0A]
    let file = try readFile(bytes)
    #expect(file.reading.encoding.value == .utf8)
    #expect(file.counts.total == 21 && file.counts.invalid == 1)
    #expect(file.rows.last?.error?.code == .unreadableText)
    #expect(file.rows.last?.error?.field == .polish)
  }

  @Test func aFileCutInTheMiddleOfAUTF16UnitHasAnUnreadableLastRow() throws {
    let bytes = try TextEncoding.utf16LittleEndian.bytes(of: "cat,kot\ndog,pies").dropLast()
    let file = try readFile(Array(bytes))
    #expect(file.summary == ["cat|kot", "dog|pie\u{FFFD}|UNREADABLE_TEXT"])
  }

  @Test func anEncodingChosenByHandIsTaken() throws {
    let bytes = try TextEncoding.iso8859Part2.bytes(of: "cheese,ser żółty\n")
    let file = try readFile(bytes, ImportSettings(encoding: .iso8859Part2))
    #expect(file.reading.encoding == Decision(.iso8859Part2, reason: "Chosen by hand."))
    let wrong = try readFile(bytes, ImportSettings(encoding: .utf8))
    #expect(wrong.rows.first?.error?.code == .unreadableText)
    let shifted = try readFile(Array("cat,kot\n".utf8), ImportSettings(encoding: .utf16BigEndian))
    #expect(shifted.counts.total == 1)
  }

  @Test(arguments: ["", " ", "\n\n\r\n\t", "\u{FEFF}", "\u{FEFF}\n \n", "\u{A0}\u{2003}\n"])
  func aFileWithoutTextIsEmpty(text: String) {
    #expect(throws: ImportReadingError.emptyFile) { try readFile(text) }
    #expect(throws: ImportReadingError.emptyFile) { try readFile(text, ImportSettings(encoding: .utf8)) }
  }

  @Test func aUTF16FileWithoutTextIsEmpty() {
    #expect(throws: ImportReadingError.emptyFile) { try readFile([0xFF, 0xFE] as [UInt8]) }
    #expect(throws: ImportReadingError.emptyFile) { try readFile([0xFF, 0xFE, 0x0A, 0x00] as [UInt8]) }
  }

  @Test func nulBytesInTextAreRefusedWithTheirPlace() {
    let bytes = Array("cat,kot\ndog,pi\0es\n".utf8)
    #expect(throws: ImportReadingError.nulBytes(offset: 14)) { try readFile(bytes) }
    #expect(throws: ImportReadingError.nulBytes(offset: 14)) { try readFile(bytes, ImportSettings(encoding: .windows1250)) }
    #expect(throws: ImportReadingError.nulBytes(offset: 17)) { try readFile([0xEF, 0xBB, 0xBF] + bytes) }
  }

  @Test(arguments: [[0x61, 0x2C, 0x00, 0x62], [0x61, 0x00, 0x2C, 0x62, 0x0A], [0x00], [0x61, 0x2C, 0x62, 0, 0, 0, 0, 0x0A]])
  func fewNULBytesAreNoUTF16(bytes: [UInt8]) {
    let error = #expect(throws: ImportReadingError.self) { try readFile(bytes) }
    #expect(error?.code == "NUL_BYTES")
  }

  @Test func foreignLettersThatAreTheSameEverywhereAreRead() throws {
    let text = "café,kawiarnia\nMünchen,Monachium\nStraße,ulica\n"
    #expect(try readFile(try TextEncoding.windows1250.bytes(of: text)).rows.map(\.english) == ["café", "München", "Straße"])
  }

  @Test func textInNoKnownEncodingIsRefused() {
    // "кошка" in windows-1251, Shift JIS, DOS Polish (CP852).
    let files: [[UInt8]] = [
      [0x63, 0x2C, 0xEA, 0xEE, 0xF8, 0xEA, 0xE0, 0x0A], [0x63, 0x2C, 0x94, 0x4C, 0x82, 0xCC, 0x83, 0x6C, 0x83, 0x52, 0x0A],
      [0x7A, 0x2C, 0xBE, 0xA2, 0x88, 0x77, 0x2C, 0x98, 0xAB, 0x86, 0x0A],
    ]
    for bytes in files {
      let error = #expect(throws: ImportReadingError.self) { try readFile(bytes) }
      #expect(error?.code == "UNREADABLE_ENCODING")
    }
    for bytes in [[0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]] as [[UInt8]] {
      #expect(throws: ImportReadingError.unreadableEncoding(reason: "it is UTF-32")) { try readFile(bytes) }
    }
  }

  @Test func evidenceDoesNotDependOnThePieces() throws {
    let files = try TextEncoding.allCases.map { try $0.bytes(of: "word;słowo\nto be;być\nlate;późno, źle\n") }
    for bytes in files {
      let whole = try readFile(bytes)
      for pieces in [Pieces.byByte, .each(3), .split(at: 5)] { #expect(try readFile(bytes, pieces: pieces) == whole) }
    }
  }
}
