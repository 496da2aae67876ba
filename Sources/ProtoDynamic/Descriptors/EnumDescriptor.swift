/// An enum type with its values.
package final class EnumDescriptor: Sendable {
  /// One name of the enum.
  package struct Value: Hashable, Sendable {
    package let name: String
    package let number: Int32
  }

  /// Package, outer messages and name, without a leading dot.
  package let fullName: String
  /// In the order of declaration, aliases included; never empty.
  package let values: [Value]
  /// Index of the declaring file in the pool's `files`.
  package let file: Int
  /// True for google.protobuf.NullValue, which JSON writes as null.
  let isNullValue: Bool
  private let numberByName: [ExactText: Int32]
  private let nameByNumber: [Int32: String]

  init(fullName: String, values: [Value], file: Int) {
    self.fullName = fullName
    self.values = values
    self.file = file
    isNullValue = fullName == "google.protobuf.NullValue"
    numberByName = Dictionary(values.map { (ExactText($0.name), $0.number) }) { first, _ in first }
    nameByNumber = Dictionary(values.map { ($0.number, $0.name) }) { first, _ in first }
  }

  /// The number of a name or an alias, or nil.
  package func number(of name: String) -> Int32? { numberByName[ExactText(name)] }

  /// The first declared name of a number, or nil.
  package func name(of number: Int32) -> String? { nameByNumber[number] }
}
