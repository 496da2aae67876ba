import FiszkaDomain

/// A value bound to a parameter of a statement.
enum SQLValue: Sendable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  init(_ value: Int64?) {
    self = value.map(SQLValue.integer) ?? .null
  }

  init(_ value: String?) {
    self = value.map(SQLValue.text) ?? .null
  }

  init(_ value: [UInt8]?) {
    self = value.map(SQLValue.bytes) ?? .null
  }

  init(_ value: Bool) {
    self = .integer(value ? 1 : 0)
  }

  init(_ value: Instant) {
    self = .integer(value.microseconds)
  }
}
