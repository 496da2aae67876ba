/// The keys of a JSON file's objects and the fields they fill; grows as keys appear.
///
/// Keys that are certain (`HeaderNames`) all fill their field, so that a list may mix English and Polish keys. Others do when
/// no certain key does.
struct JSONKeys: Sendable {
  /// Most keys that are remembered; others are not imported.
  static let maximumCount = 64

  /// In the order in which they appeared.
  private(set) var columns: [ImportColumn]
  private var keys: [[UInt8]]
  private let mapping: [ImportField: TextKey]

  /// - Parameters:
  ///   - names: the keys that are known already.
  ///   - mapping: which key fills which field; empty: told by the names.
  init(names: [String] = [], mapping: [ImportField: TextKey] = [:]) {
    self.mapping = mapping
    keys = names.map { Array($0.utf8) }
    columns = []
    if mapping.isEmpty {
      columns = Self.columns(byName: names)
    } else {
      columns = names.map { ImportColumn(name: ColumnRules.shown($0), field: field(of: $0)) }
    }
  }

  /// The field that a key fills; nil: none. A key that is new is added.
  mutating func field(of key: UnsafeBufferPointer<UInt8>) -> ImportField? {
    for (index, known) in keys.enumerated() where known.count == key.count && known.elementsEqual(key) {
      return columns[index].field
    }
    guard keys.count < Self.maximumCount else { return nil }
    let name = String(decoding: key, as: UTF8.self)
    let column = ImportColumn(name: ColumnRules.shown(name), field: field(of: name))
    keys.append(Array(key))
    columns.append(column)
    return column.field
  }

  /// The names as they stand in the file.
  var names: [String] { keys.map { String(decoding: $0, as: UTF8.self) } }

  private func field(of name: String) -> ImportField? {
    if !mapping.isEmpty {
      let key = TextKey(name)
      return mapping.first { $0.value == key }?.key
    }
    guard let meaning = HeaderNames.meaning(of: name) else { return nil }
    return meaning.isCertain || !columns.contains { $0.field == meaning.field } ? meaning.field : nil
  }

  private static func columns(byName names: [String]) -> [ImportColumn] {
    let fields = ColumnRules.fields(byName: names)
    return names.enumerated().map { index, name in
      let meaning = HeaderNames.meaning(of: name)
      let certain = meaning?.isCertain == true ? meaning?.field : nil
      return ImportColumn(name: ColumnRules.shown(name), field: fields[index] ?? certain)
    }
  }
}
