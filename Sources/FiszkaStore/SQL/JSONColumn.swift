import FiszkaDomain
import FoundationEssentials

/// Values kept as JSON text in one column, for what is only ever read and written whole.
enum JSONColumn {
  /// With sorted keys, so that equal values give equal text.
  static func text(_ value: some Encodable) throws(StoreError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .misuse("\(type(of: value)) has no JSON form")
    }
  }

  /// - Throws: `.corrupt` when the text is not what `text` makes of a `Value`.
  static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws(StoreError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw .corrupt("a stored \(type) cannot be read")
    }
  }
}
