import FiszkaDomain
import Testing

struct BinaryFileTests {
  struct File: Sendable {
    let bytes: [UInt8]
    let kind: String
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
  private static func zip(_ text: String) -> [UInt8] { [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00] + Array(text.utf8) }

  static let files: [File] = [
    File(bytes: zip("xl/workbook.xml"), kind: "an Excel workbook (XLSX)"),
    File(bytes: zip("[Content_Types].xml"), kind: "an Office file (XLSX, DOCX)"),
    File(bytes: zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), kind: "a LibreOffice spreadsheet (ODS)"),
    File(bytes: zip("mimetypeapplication/vnd.oasis.opendocument.text"), kind: "a LibreOffice document"),
    File(bytes: zip("word/document.xml"), kind: "a Word document (DOCX)"),
    File(bytes: zip("collection.anki21"), kind: "an Anki package"),
    File(bytes: zip("photo.jpg"), kind: "a ZIP archive"),
    File(bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D], kind: "a picture (PNG)"),
    File(bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10], kind: "a picture (JPEG)"),
    File(bytes: text("%PDF-1.7\n"), kind: "a PDF document"),
    File(bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], kind: "an old Office file (XLS, DOC)"),
    File(bytes: text("{\\rtf1\\ansi words}"), kind: "a formatted document (RTF)"),
    File(bytes: text("SQLite format 3\0"), kind: "a database (SQLite)"),
    File(bytes: [0x1F, 0x8B, 0x08, 0, 0], kind: "a compressed file (gzip)"),
    File(bytes: text("RIFF....WAVEfmt "), kind: "a sound (WAV)"),
    File(bytes: text("<!DOCTYPE html>\n<html><body><table><tr><td>cat</table>"), kind: "a web page"),
    File(bytes: text("<?xml version=\"1.0\"?><Workbook/>"), kind: "an XML file"),
  ]

  @Test(arguments: files)
  func aFileThatIsNoListIsNamed(file: File) {
    let refusal = ImportReadingError.binaryFile(kind: file.kind)
    #expect(throws: refusal) { try readFile(file.bytes) }
    #expect(throws: refusal) { try readFile(file.bytes, ImportSettings(encoding: .utf8)) }
    #expect(refusal.message.contains("save the list as CSV"))
  }

  @Test func randomBytesAreNoList() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let bytes = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &random) }
      let error = #expect(throws: ImportReadingError.self) { try readFile(bytes) }
      #expect(error?.code == "BINARY_FILE")
    }
  }

  @Test(arguments: ["<html>,znacznik html\n<body>,znacznik body\n", "PK,rzut karny\n", "GIF,obrazek\n", "%PDF,plik\n"])
  func aListAboutSuchFilesIsAList(text: String) throws {
    #expect(try readFile(text).counts.invalid == 0)
  }
}
