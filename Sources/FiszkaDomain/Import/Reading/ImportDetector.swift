/// Finds out how a word list is written down. First pass over a file; `ImportReader` is the second.
///
/// Give it the whole file in pieces: letters that tell the encoding may come late. It keeps the first 128 KiB and counts the
/// rest. Delimiter, header and columns are told from what it keeps.
package struct ImportDetector: Sendable {
  /// How much of the file's start is looked at closely.
  package static let sampleBytes = 131_072

  private var evidence = EncodingEvidence()
  private var head: [UInt8] = []

  package init() {}

  /// Takes the next piece of the file, of any size.
  package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    evidence.take(bytes)
    if head.count < Self.sampleBytes { head.append(contentsOf: bytes.prefix(Self.sampleBytes - head.count)) }
  }

  /// How to read the file that was taken, all of which must have been. May be asked again with other settings.
  package func plan(_ settings: ImportSettings = .init()) throws(ImportReadingError) -> ImportPlan {
    var evidence = evidence
    evidence.finish()
    let encoding = try EncodingRules.decide(evidence, head: head[...], override: settings.encoding)
    let isWholeFile = evidence.byteCount == Int64(head.count)
    let text = decodedHead(encoding.value, isWholeFile: isWholeFile)
    if isWholeFile && FieldText.clean(String(decoding: text, as: UTF8.self)).text.isEmpty { throw .emptyFile }
    let format = FormatRules.decide(text[...], override: settings.format)
    if format.value == .csv {
      return try csvPlan(text, encoding: encoding, format: format, settings: settings, isWholeFile: isWholeFile)
    }
    return try jsonPlan(text, encoding: encoding, format: format, settings: settings, isWholeFile: isWholeFile)
  }

  private func decodedHead(_ encoding: TextEncoding, isWholeFile: Bool) -> [UInt8] {
    var decoder = TextDecoder(encoding)
    var text: [UInt8] = []
    head.withUnsafeBytes { decoder.decode($0, into: &text) }
    if isWholeFile { decoder.finish(into: &text) }
    return text
  }

  private func csvPlan(
    _ text: [UInt8], encoding: Decision<TextEncoding>, format: Decision<ImportFormat>, settings: ImportSettings,
    isWholeFile: Bool
  ) throws(ImportReadingError) -> ImportPlan {
    let delimiterLine = DelimiterRules.delimiterLine(in: text[...])
    let rows = text.dropFirst(delimiterLine?.length ?? 0)
    let delimiter: Decision<Delimiter> =
      if let chosen = settings.delimiter {
        Decision(chosen, reason: "Chosen by hand.")
      } else if let stated = delimiterLine?.delimiter {
        Decision(stated, reason: "The file's first line states it.")
      } else {
        DelimiterRules.decide(rows, isWholeFile: isWholeFile)
      }
    let sample = RecordSample(rows, delimiter: delimiter.value, isWholeFile: isWholeFile)
    let header = ColumnRules.decideHeader(sample.records.first ?? [], override: settings.hasHeader)
    let columns = try ColumnRules.decide(
      header: header.value ? sample.records.first ?? [] : nil,
      records: Array(sample.records.dropFirst(header.value ? 1 : 0)),
      commonWidth: sample.commonWidth.width, mapping: settings.mapping)
    let reading = ImportReading(
      format: format, encoding: encoding, delimiter: delimiter, header: header, columns: columns.columns,
      columnsReason: columns.reason)
    return ImportPlan(reading: reading, keys: JSONKeys(), delimiterLineLength: delimiterLine?.length ?? 0)
  }

  private func jsonPlan(
    _ text: [UInt8], encoding: Decision<TextEncoding>, format: Decision<ImportFormat>, settings: ImportSettings,
    isWholeFile: Bool
  ) throws(ImportReadingError) -> ImportPlan {
    let names = JSONKeySample(text[...], format: format.value).names
    let mapping = try Self.keyMapping(settings.mapping, names: isWholeFile ? names : nil)
    let keys = JSONKeys(names: names, mapping: mapping)
    if !names.isEmpty && mapping[.english] == nil && !keys.columns.contains(where: { $0.field == .english }) {
      throw .missingEnglishColumn(columns: keys.columns.map(\.name))
    }
    let reading = ImportReading(
      format: format, encoding: encoding, delimiter: nil, header: nil, columns: keys.columns,
      columnsReason: mapping.isEmpty ? "The keys name the fields." : "Chosen by hand.")
    return ImportPlan(reading: reading, keys: keys, delimiterLineLength: 0)
  }

  /// - Parameter names: all keys of the file; nil when there may be more than were seen.
  private static func keyMapping(
    _ mapping: [ImportField: ColumnReference], names: [String]?
  ) throws(ImportReadingError) -> [ImportField: TextKey] {
    var keys: [ImportField: TextKey] = [:]
    for field in ImportField.allCases {
      guard let reference = mapping[field] else { continue }
      guard case .name(let name) = reference else {
        throw .impossibleMapping(field: field, reason: "the keys of JSON objects have no order; name the key")
      }
      let key = TextKey(name)
      if let names, !names.contains(where: { TextKey($0) == key }) {
        throw .impossibleMapping(field: field, reason: "no object has the key \(ColumnRules.shown(name))")
      }
      if let other = keys.first(where: { $0.value == key })?.key {
        throw .impossibleMapping(field: field, reason: "\(other.rawValue) has the same key")
      }
      keys[field] = key
    }
    return keys
  }
}
