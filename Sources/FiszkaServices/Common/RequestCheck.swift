import CommonProto
import FiszkaDomain
import TTRPC

/// Collects what is wrong with the fields of a request, to be told all at once.
struct RequestCheck {
  private(set) var violations: [BadRequest.FieldViolation] = []

  /// Notes that `field` is wrong unless `condition` holds.
  mutating func require(_ condition: Bool, _ field: String, _ description: @autoclosure () -> String) {
    if !condition { violations.append(BadRequest.FieldViolation(field: field, description: description())) }
  }

  mutating func id(_ value: Int64, _ field: String) {
    require(value >= 1, field, "is an id, from 1.")
  }

  /// A point in time; nil where there is none.
  mutating func instant(_ timestamp: ProtobufTimestamp?, _ field: String) -> Instant? {
    guard let timestamp else { return nil }
    let instant = Instant(notBefore: timestamp)
    require(instant != nil, field, "is a time from year 1 to year 9999, with 0 to 999,999,999 nanoseconds.")
    return instant
  }

  /// A text that says how many Unicode scalars it may have.
  mutating func length(_ text: String, _ field: String, atMost limit: Int) {
    // Scalars are at most as many as bytes: short texts need no count.
    require(text.utf8.count <= limit || text.unicodeScalars.count <= limit, field, "has at most \(limit) characters.")
  }

  /// A label for people: the text trimmed, which must have 1 to 255 Unicode scalars and no control characters.
  mutating func label(_ text: String, _ field: String) -> String {
    let clean = FieldText.clean(text)
    require((1...255).contains(clean.length), field, "has 1 to 255 characters.")
    let hasControl = clean.text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    require(!hasControl, field, "has no control characters.")
    return clean.text
  }

  /// - Throws: REQUEST_INVALID when anything is wrong.
  func finish() throws(RPCError) {
    if !violations.isEmpty { throw .invalid(violations) }
  }
}
