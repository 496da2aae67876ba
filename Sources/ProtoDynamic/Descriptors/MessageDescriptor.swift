/// A message type with its fields.
package final class MessageDescriptor: Sendable {
  /// Package, outer messages and name, without a leading dot.
  package let fullName: String
  /// Sorted by number.
  package let fields: [FieldDescriptor]
  /// Names of the oneofs, in the order of declaration.
  package let oneofs: [String]
  /// True for the message that protoc makes of one entry of a map: key is field 1, value field 2.
  package let isMapEntry: Bool
  /// Index of the declaring file in the pool's `files`.
  package let file: Int
  /// Set when the message has a JSON form of its own.
  let wellKnown: WellKnownType?
  private let indexByName: [ExactText: Int]

  init(
    fullName: String, fields: [FieldDescriptor], oneofs: [String], isMapEntry: Bool, file: Int, wellKnown: WellKnownType?
  ) {
    self.fullName = fullName
    self.fields = fields
    self.oneofs = oneofs
    self.isMapEntry = isMapEntry
    self.file = file
    self.wellKnown = wellKnown
    var names = Dictionary(fields.enumerated().map { (ExactText($1.name), $0) }) { first, _ in first }
    // An original name is never taken over by the JSON name of another field.
    for (index, field) in fields.enumerated() where names[ExactText(field.jsonName)] == nil {
      names[ExactText(field.jsonName)] = index
    }
    indexByName = names
  }

  /// The field of that number, or nil.
  package func field(number: Int) -> FieldDescriptor? {
    index(ofNumber: number).map { fields[$0] }
  }

  /// The field whose original or JSON name is exactly `name`, or nil.
  package func field(named name: String) -> FieldDescriptor? {
    index(ofName: name).map { fields[$0] }
  }

  func index(ofName name: String) -> Int? { indexByName[ExactText(name)] }

  /// Constant time where numbers have no gaps, else a binary search.
  func index(ofNumber number: Int) -> Int? {
    guard let largest = fields.last?.number, (1...largest).contains(number) else { return nil }
    if largest == fields.count { return number - 1 }
    var low = 0
    var high = fields.count
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return fields[low].number == number ? low : nil
  }
}
