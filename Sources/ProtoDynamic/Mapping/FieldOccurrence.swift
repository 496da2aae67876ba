/// One value of a field as found on the wire.
struct FieldOccurrence {
  /// Index of the field in its message's `fields`.
  let field: Int
  /// The value without tag and length: a number, a text, the bytes of a message, or a run of packed numbers.
  let bytes: UnsafeRawBufferPointer
}
