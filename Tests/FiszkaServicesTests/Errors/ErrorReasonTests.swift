import FiszkaAPI
import ProtobufCSupport
import Testing

@testable import FiszkaServices

@Suite struct ErrorReasonTests {
  @Test func everyReasonIsNamedAsInTheContract() throws {
    let values = try EnumValues(descriptorSet: ContractDescriptors.bytes, enumName: "ErrorReason").byNumber
    #expect(values.count > 20)
    for (number, name) in values {
      #expect("ERROR_REASON_" + ErrorReason(rawValue: number).name == name)
    }
  }
}

/// Names of an enum's values by number, read from a descriptor set.
private struct EnumValues {
  var byNumber: [Int32: String] = [:]

  init(descriptorSet: UnsafeRawBufferPointer, enumName: String) throws {
    for file in try Self.messages(1, in: descriptorSet) {
      for type in try Self.messages(5, in: file) where try Self.text(1, in: type) == enumName {
        for value in try Self.messages(2, in: type) {
          byNumber[Int32(truncatingIfNeeded: try Self.number(2, in: value))] = try Self.text(1, in: value)
        }
      }
    }
  }

  private static func messages(_ field: Int, in bytes: UnsafeRawBufferPointer) throws -> [UnsafeRawBufferPointer] {
    var reader = WireReader(bytes)
    var found: [UnsafeRawBufferPointer] = []
    while let tag = try reader.nextTag() {
      if tag.field == field, tag.type == .lengthDelimited {
        found.append(reader[try reader.readLengthDelimited()])
      } else {
        try reader.skip(tag.type)
      }
    }
    return found
  }

  private static func text(_ field: Int, in bytes: UnsafeRawBufferPointer) throws -> String {
    try messages(field, in: bytes).first.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func number(_ field: Int, in bytes: UnsafeRawBufferPointer) throws -> UInt64 {
    var reader = WireReader(bytes)
    while let tag = try reader.nextTag() {
      if tag.field == field, tag.type == .varint { return try reader.readVarint() }
      try reader.skip(tag.type)
    }
    return 0
  }
}
