import CommonProto
import NIOCore
import ProtobufCSupport
import TestAPI

/// The messages of the test contract that the tests go through, and messages of them.
enum Samples {
  static let types: [any ProtobufMessage.Type] = [
    Scalars.self, RepeatedScalars.self, UnpackedScalars.self, PresentScalars.self, Choice.self, Leaf.self, Outer.self,
    Names.self, Shadows.self, Numbers.self, Maps.self, WellKnown.self, TenFields.self, Blank.self, Envelope.self, AllKinds.self,
  ]

  static func type(named name: String) -> (any ProtobufMessage.Type)? {
    types.first { $0.protobufName == name }
  }

  /// Ten fields filled as an ordinary answer has them; every string is longer than a Swift string keeps inline.
  static let tenFields = TenFields(
    id: 4_711, english: "a hedgehog crossing", polish: "jeż przechodzący", example: "A hedgehog is crossing the road.",
    tags: ["animals and plants", "on the road to school"], color: .init(rawValue: 1), valid: true, score: 0.75,
    createdAt: .init(seconds: 1_790_000_000, nanos: 5), phoneticHint: "ˈhɛdʒhɒɡ ˈkrɒsɪŋ")

  /// Decodes `bytes` as `type` and encodes the result again.
  static func reencode(_ type: any ProtobufMessage.Type, _ bytes: [UInt8]) throws -> [UInt8] {
    func again<M: ProtobufMessage>(_: M.Type) throws -> [UInt8] {
      try encode(try M(decoding: ByteBuffer(bytes: bytes)))
    }
    return try again(type)
  }

  static func encode(_ message: some ProtobufMessage) throws -> [UInt8] {
    var buffer = ByteBuffer()
    try message.encode(into: &buffer)
    return Array(buffer.readableBytesView)
  }
}
