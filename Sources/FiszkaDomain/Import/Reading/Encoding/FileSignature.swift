/// Tells files that are no text by how they begin.
enum FileSignature {
  /// What the file is, for people, such as "an Excel workbook (XLSX)"; nil: nothing that is known here.
  ///
  /// - Parameter head: the first bytes of the file; 4 KiB are enough.
  static func kind(of head: ArraySlice<UInt8>) -> String? {
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return zipKind(of: head) }
    for (signature, kind) in signatures where head.starts(with: signature) { return kind }
    if head.starts(with: Array("RIFF".utf8)) && head.dropFirst(8).starts(with: Array("WAVE".utf8)) { return "a sound (WAV)" }
    return markupKind(of: head)
  }

  private static let signatures: [([UInt8], String)] = [
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "a picture (PNG)"),
    ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
    (Array("GIF87a".utf8), "a picture (GIF)"),
    (Array("GIF89a".utf8), "a picture (GIF)"),
    (Array("%PDF-".utf8), "a PDF document"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Office file (XLS, DOC)"),
    (Array("{\\rtf".utf8), "a formatted document (RTF)"),
    (Array("SQLite format 3\0".utf8), "a database (SQLite)"),
    ([0x1F, 0x8B, 0x08], "a compressed file (gzip)"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "a compressed file (xz)"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a compressed file (zstd)"),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "an archive (7z)"),
    (Array("Rar!\u{1A}\u{07}".utf8), "an archive (RAR)"),
    (Array("OggS\0".utf8), "a sound (Ogg)"),
    (Array("ID3\u{3}\0".utf8), "a sound (MP3)"),
    (Array("ID3\u{4}\0".utf8), "a sound (MP3)"),
    ([0x7F, 0x45, 0x4C, 0x46], "a program"),
  ]

  /// Office files are ZIP archives; the names of their first entries tell which.
  private static func zipKind(of head: ArraySlice<UInt8>) -> String {
    let text = String(decoding: head.prefix(4_096).map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    if text.contains("opendocument.spreadsheet") { return "a LibreOffice spreadsheet (ODS)" }
    if text.contains("opendocument") { return "a LibreOffice document" }
    if text.contains("xl/") { return "an Excel workbook (XLSX)" }
    if text.contains("word/") { return "a Word document (DOCX)" }
    if text.contains("collection.anki") { return "an Anki package" }
    if text.contains("[Content_Types].xml") { return "an Office file (XLSX, DOCX)" }
    return "a ZIP archive"
  }

  /// Web pages and XML, which some programs call .xls. In a page another tag follows the first: a word list may be about HTML.
  private static func markupKind(of head: ArraySlice<UInt8>) -> String? {
    let start = String(decoding: head.prefix(4_096).map { $0 < 0x80 ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
      .lowercased().drop { $0.isWhitespace || $0 == "?" }
    if start.hasPrefix("<?xml ") { return "an XML file" }
    let isPage = start.hasPrefix("<!doctype html") || start.hasPrefix("<html")
    let next = start.drop { $0 != ">" }.dropFirst().first { !$0.isWhitespace }
    return isPage && next == "<" ? "a web page" : nil
  }
}
