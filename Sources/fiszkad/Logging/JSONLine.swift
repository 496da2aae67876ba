import Logging

/// One JSON object in one line, its line break included.
struct JSONLine {
  private(set) var bytes: [UInt8] = []

  /// `members` in their order, then "metadata" unless it is empty, sorted by key.
  init(_ members: [(String, Logger.MetadataValue)], _ metadata: Logger.Metadata) {
    let metadata = metadata.isEmpty ? [] : [("metadata", Logger.MetadataValue.dictionary(metadata))]
    object(members + metadata)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func object(_ members: [(String, Logger.MetadataValue)]) {
    list(members, "{", "}") { line, member in
      line.string(member.0)
      line.bytes.append(UInt8(ascii: ":"))
      line.value(member.1)
    }
  }

  private mutating func value(_ value: Logger.MetadataValue) {
    switch value {
    case .string(let text): string(text)
    case .stringConvertible(let convertible): string(convertible.description)
    case .array(let values): list(values, "[", "]") { $0.value($1) }
    case .dictionary(let members): object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }

  private mutating func list<Element>(
    _ elements: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ write: (inout JSONLine, Element) -> Void
  ) {
    bytes.append(UInt8(ascii: opening))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: closing))
  }

  private mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case 0..<0x20, 0x7F: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
