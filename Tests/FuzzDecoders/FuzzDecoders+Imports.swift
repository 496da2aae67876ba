import FiszkaDomain

extension FuzzDecoders {
  /// A whole file as the import reads it, from the detection of its encoding to validated rows: pieces make no difference,
  /// rows are numbered without a gap and counted, and what a row keeps is bounded. Text that is UTF-8 is taken for it.
  @Sendable public static func imports(_ bytes: UnsafeRawBufferPointer) {
    guard let input = FuzzPieces(bytes) else { return }
    let settings = settings(input.choice)
    let whole = outcome(settings) { $0(input.content) }
    let cut = outcome(settings) { take in input.forEach(take) }
    precondition(whole == cut, "The rows depend on how the file is cut.")
    guard case .success(let file) = whole else { return }
    precondition(Int64(file.rows.count) == file.counts.total, "A row was dropped.")
    precondition(Int64(file.rows.count { !$0.isValid }) == file.counts.invalid)
    for (index, row) in file.rows.enumerated() { check(row, index, after: index > 0 ? file.rows[index - 1] : nil) }
    let isPlain = input.content.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0D].contains($0) }
    if settings.encoding == nil, isPlain, String(validating: input.content, as: UTF8.self) != nil {
      precondition(file.reading.encoding.value == .utf8, "Text in UTF-8 is taken for \(file.reading.encoding.value).")
    }
  }

  private static func settings(_ choice: Int) -> ImportSettings {
    var settings = ImportSettings()
    switch choice {
    case 1...5: settings.encoding = TextEncoding.allCases[choice - 1]
    case 6...8: settings.format = ImportFormat.allCases[choice - 6]
    case 9...13: settings.delimiter = Delimiter.allCases[choice - 9]
    case 14: settings.hasHeader = false
    case 15: settings.hasHeader = true
    case 16: settings.mapping = [.english: .index(0)]
    case 17: settings.mapping = [.english: .index(1), .polish: .index(0), .tags: .index(2)]
    case 18: settings.mapping = [.english: .name("a"), .polish: .name("b")]
    default: break
    }
    return settings
  }

  private struct File: Equatable {
    var rows: [ImportRow] = []
    var reading: ImportReading
    var counts: ImportCounts
  }

  /// Gives the file to both passes, each time in the pieces that `feed` makes of it.
  private static func outcome(
    _ settings: ImportSettings, _ feed: ((UnsafeRawBufferPointer) -> Void) -> Void
  ) -> Result<File, ImportReadingError> {
    var detector = ImportDetector()
    feed { detector.feed($0) }
    do throws(ImportReadingError) {
      var reader = ImportReader(try detector.plan(settings))
      var rows: [ImportRow] = []
      var failure: ImportReadingError?
      feed { piece in
        if failure != nil { return }
        do throws(ImportReadingError) { try reader.feed(piece, into: &rows) } catch { failure = error }
      }
      if let failure { throw failure }
      try reader.finish(into: &rows)
      return .success(File(rows: rows, reading: reader.reading, counts: reader.counts))
    } catch {
      return .failure(error)
    }
  }

  private static func check(_ row: ImportRow, _ index: Int, after last: ImportRow?) {
    precondition(row.number == Int64(index + 1), "Rows are not numbered one by one.")
    precondition(row.lineNumber >= last?.lineNumber ?? 1, "Rows are out of order.")
    for (field, texts) in [
      (.english, [row.english]), (.polish, [row.polish]), (.example, [row.example]), (.phoneticHint, [row.phoneticHint]),
      (.tags, row.tags.values),
    ] as [(ImportField, [String])] {
      let longest = row.isValid ? field.maximumLength : RowValidator.keptLength
      for text in texts { precondition(text.unicodeScalars.count <= longest, "\(field.rawValue) is too long.") }
    }
    precondition(row.tags.values.count <= TagList.maximumCount)
    precondition(!row.isValid || !row.english.isEmpty, "A valid row has no English.")
  }
}
