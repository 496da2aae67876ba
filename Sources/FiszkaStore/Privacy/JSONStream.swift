import FiszkaDomain
import Glibc

/// Writes JSON text value by value into a file, whatever its size. Each record of a list begins a line. For one thread.
struct JSONStream {
  private let file: ExportFile
  /// Of each open object and list, the outermost first: whether nothing is in it yet.
  private var isEmpty: [Bool] = []
  /// After a name: its value follows without a comma.
  private var awaitsValue = false

  init(_ file: ExportFile) {
    self.file = file
  }

  mutating func object(_ members: (inout JSONStream) throws(StoreError) -> Void) throws(StoreError) {
    try open("{")
    try members(&self)
    isEmpty.removeLast()
    try file.append("}".utf8)
  }

  /// Ends the text, after its one object.
  mutating func end() throws(StoreError) {
    try file.append("\n".utf8)
  }

  mutating func list(
    _ name: String, _ elements: (inout JSONStream) throws(StoreError) -> Void
  ) throws(StoreError) {
    try self.name(name)
    try open("[")
    try elements(&self)
    let hadNone = isEmpty.removeLast()
    try file.append((hadNone ? "]" : "\n]").utf8)
  }

  /// A record of a list, on a line of its own.
  mutating func record(_ members: (inout JSONStream) throws(StoreError) -> Void) throws(StoreError) {
    try separate()
    try file.append("\n".utf8)
    awaitsValue = true
    try object(members)
  }

  mutating func member(_ name: String, _ value: String) throws(StoreError) {
    try self.name(name)
    try string(value)
  }

  mutating func member(_ name: String, _ value: Int64?) throws(StoreError) {
    try plain(name, value.map { "\($0)" })
  }

  mutating func member(_ name: String, _ value: Bool) throws(StoreError) {
    try plain(name, value ? "true" : "false")
  }

  /// RFC 3339 in UTC with microseconds.
  mutating func member(_ name: String, _ value: Instant?) throws(StoreError) {
    try plain(name, value.map { "\"\(Self.text(of: $0))\"" })
  }

  mutating func member(_ name: String, _ values: [String]) throws(StoreError) {
    try self.name(name)
    try open("[")
    for value in values {
      try separate()
      awaitsValue = true
      try string(value)
    }
    isEmpty.removeLast()
    try file.append("]".utf8)
  }

  /// A number or JSON text as it is; nil: null. What it says must be JSON.
  mutating func plain(_ name: String, _ value: String?) throws(StoreError) {
    try self.name(name)
    awaitsValue = false
    try file.append((value ?? "null").utf8)
  }

  mutating func object(
    _ name: String, _ members: (inout JSONStream) throws(StoreError) -> Void
  ) throws(StoreError) {
    try self.name(name)
    try object(members)
  }

  private mutating func name(_ name: String) throws(StoreError) {
    try separate()
    // A member of the outermost object begins a line.
    if isEmpty.count == 1 { try file.append("\n".utf8) }
    awaitsValue = true
    try string(name)
    try file.append(":".utf8)
    awaitsValue = true
  }

  private mutating func open(_ bracket: String) throws(StoreError) {
    try separate()
    try file.append(bracket.utf8)
    isEmpty.append(true)
  }

  private mutating func separate() throws(StoreError) {
    if awaitsValue {
      awaitsValue = false
    } else if let last = isEmpty.indices.last {
      if !isEmpty[last] { try file.append(",".utf8) }
      isEmpty[last] = false
    }
  }

  private mutating func string(_ text: String) throws(StoreError) {
    try separate()
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case 0..<0x20, 0x7F: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    try file.append(bytes)
  }

  private static func text(of instant: Instant) -> String {
    let (quotient, remainder) = instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let borrow: Int64 = remainder < 0 ? 1 : 0
    var seconds = time_t(quotient - borrow)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }
    let date = [(parts.tm_year + 1_900, 4), (parts.tm_mon + 1, 2), (parts.tm_mday, 2)].map { padded(Int64($0), $1) }
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int64($0), 2) }
    let fraction = padded(remainder + borrow * 1_000_000, 6)
    return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(fraction)Z"
  }
}
