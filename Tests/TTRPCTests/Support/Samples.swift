import CommonProto
import TestAPI

extension AllKinds {
  /// Every kind of field, with values at the edges.
  static let sample = AllKinds(
    scalars: Scalars(
      doubleValue: -.infinity, floatValue: .leastNonzeroMagnitude, int32Value: .min, int64Value: .min, uint32Value: .max,
      uint64Value: .max, sint32Value: .min, sint64Value: .max, fixed32Value: .max, fixed64Value: .max, sfixed32Value: .min,
      sfixed64Value: .min, boolValue: true, stringValue: "żółw\0\u{1F422}", bytesValue: [0, 255], color: .darkest),
    repeatedScalars: RepeatedScalars(
      doubleValues: [0, -0.5], int32Values: [-1, 0, 1], sint64Values: [.min, .max], boolValues: [true, false],
      stringValues: ["", "ź"], bytesValues: [[], [0]], colors: [.red, .unrecognized(77)], leaves: [Leaf(), Leaf(number: 1)]),
    unpackedScalars: UnpackedScalars(int32Values: [1, -2], doubleValues: [.infinity]),
    presentScalars: PresentScalars(doubleValue: 0, int32Value: 0, boolValue: false, stringValue: "", bytesValue: []),
    choice: Choice(before: 1, value: .nothing(ProtobufEmpty()), after: 2, second: .large(.max)),
    maps: Maps(
      byInt64: [.min: "least"], byBool: [true: "yes", false: "no"], byString: ["": "empty", "ę": "e"],
      toBytes: ["a": [0]], toColor: ["u": .unrecognized(-5)], toLeaf: ["empty": Leaf()]),
    wellKnown: WellKnown(
      time: ProtobufTimestamp(seconds: -62_135_596_800), duration: ProtobufDuration(seconds: -1, nanos: -1),
      any: ProtobufAny(typeUrl: "type.googleapis.com/a.B", value: [1, 2]), empty: ProtobufEmpty()),
    tenFields: TenFields(id: 1, english: "hedgehog", polish: "jeż", tags: ["a", ""], valid: true, score: 0.75),
    envelope: Envelope(blanks: [Blank(), Blank()]), direction: .south, plain: .unrecognized(9),
    choices: [Choice(value: .text("")), Choice(value: .flag(false))])
}
