import ArgumentParser

/// "key=value" on the command line; the value may be empty and may contain "=".
struct MetadataPair: Sendable {
  let key: String
  let value: String

  init(_ text: String) throws {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw ValidationError("\"\(text)\" is no metadata: write key=value.")
    }
    key = String(text[..<equals])
    value = String(text[text.index(after: equals)...])
  }
}
