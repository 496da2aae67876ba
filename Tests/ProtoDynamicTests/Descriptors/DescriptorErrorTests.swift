import ProtoDynamic
import Testing

/// Descriptor sets that protoc would never write, written in protobuf's text format.
@Suite struct DescriptorErrorTests {
  private func pool(_ text: String) throws -> DescriptorPool {
    let set = try Command.run(
      "/usr/bin/protoc", ["--encode=google.protobuf.FileDescriptorSet", "google/protobuf/descriptor.proto"],
      input: [UInt8](text.utf8))
    return try DescriptorPool(fileDescriptorSet: set)
  }

  private func file(_ body: String, name: String = "a.proto") -> String {
    "file { name: '\(name)' package: 'p' syntax: 'proto3' \(body) }"
  }

  private func field(_ name: String, _ rest: String) -> String { "field { name: '\(name)' label: LABEL_OPTIONAL \(rest) }" }

  @Test func smallestSetIsTakenAndGetsDefaultNames() throws {
    let pool = try pool(file("message_type { name: 'M' field { name: 'a_b1_c' number: 1 type: TYPE_INT32 } }"))
    #expect(pool.message(named: "p.M")?.field(number: 1)?.jsonName == "aB1C")
    #expect(try DescriptorPool(fileDescriptorSet: []).files.isEmpty)
  }

  @Test func namesThatDoNotResolveAreErrors() throws {
    let message = file("message_type { name: 'M' \(field("f", "number: 1 type: TYPE_MESSAGE type_name: '.p.Absent'")) }")
    #expect(throws: DescriptorError.unresolved(type: ".p.Absent", usedBy: "p.M.f")) { try pool(message) }
    let wrongSort = file("message_type { name: 'M' \(field("f", "number: 1 type: TYPE_ENUM type_name: '.p.M'")) }")
    #expect(throws: DescriptorError.unresolved(type: ".p.M", usedBy: "p.M.f")) { try pool(wrongSort) }
    let method = file("service { name: 'S' method { name: 'Do' input_type: '.p.M' output_type: '.p.M' } }")
    #expect(throws: DescriptorError.unresolved(type: "p.M", usedBy: "p.S.Do")) { try pool(method) }
  }

  @Test func whatIsDeclaredTwiceIsAnError() throws {
    let message = "message_type { name: 'M' }"
    for (text, symbol) in [
      (file(message) + file("", name: "a.proto"), "a.proto"), (file(message) + file(message, name: "b.proto"), "p.M"),
      (file(message + "enum_type { name: 'M' value { name: 'A' number: 0 } }"), "p.M"),
      (
        file("message_type { name: 'M' \(field("f", "number: 1 type: TYPE_BOOL")) \(field("f", "number: 2 type: TYPE_BOOL")) }"),
        "p.M.f"
      ),
      (
        file(
          message + "service { name: 'S' method { name: 'Do' input_type: '.p.M' output_type: '.p.M' } "
            + "method { name: 'Do' input_type: '.p.M' output_type: '.p.M' } }"), "p.S.Do"
      ),
    ] {
      #expect(throws: DescriptorError.duplicate(symbol: symbol)) { try pool(text) }
    }
  }

  @Test(
    arguments: [
      ("message_type { name: 'M' field { name: 'f' number: 0 type: TYPE_BOOL } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: 536870912 type: TYPE_BOOL } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: -1 type: TYPE_BOOL } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: 1 } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: 1 type: TYPE_GROUP type_name: '.p.M' } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: 1 type: TYPE_BOOL oneof_index: 0 } }", "p.M.f"),
      ("message_type { name: 'M' field { name: 'f' number: 1 type: TYPE_BOOL oneof_index: -1 } }", "p.M.f"),
      (
        "message_type { name: 'M' oneof_decl { name: 'o' } field { name: 'f' label: LABEL_REPEATED number: 1 type: TYPE_BOOL "
          + "oneof_index: 0 } }", "p.M.f"
      ),
      (
        "message_type { name: 'M' field { name: 'f' number: 1 type: TYPE_BOOL } field { name: 'g' number: 1 type: TYPE_BOOL } }",
        "p.M"
      ),
      ("message_type { name: 'M' field { number: 1 type: TYPE_BOOL } }", "p.M"), ("message_type { }", "a.proto"),
      ("enum_type { name: 'E' }", "p.E"), ("message_type { name: 'E' options { map_entry: true } }", "p.E"),
      (
        "message_type { name: 'E' options { map_entry: true } field { name: 'key' number: 1 type: TYPE_DOUBLE } "
          + "field { name: 'value' number: 2 type: TYPE_BOOL } }", "p.E"
      ),
      (
        "message_type { name: 'E' options { map_entry: true } field { name: 'key' number: 1 type: TYPE_BOOL } "
          + "field { name: 'value' number: 2 type: TYPE_MESSAGE type_name: '.p.E' } }", "p.E.value"
      ),
    ])
  func declarationAgainstTheRulesIsAnErrorThatNamesIt(_ body: String, _ symbol: String) throws {
    let error = try #require(throws: DescriptorError.self) { try pool(file(body)) }
    guard case .invalid(symbol, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.hasPrefix(symbol))
  }

  @Test func publishedTypeThatIsDeclaredOtherwiseIsAnError() throws {
    let text =
      "file { name: 't.proto' package: 'google.protobuf' syntax: 'proto3' message_type { name: 'Timestamp' "
      + "field { name: 'seconds' number: 1 type: TYPE_STRING } field { name: 'nanos' number: 2 type: TYPE_INT32 } } }"
    let error = try #require(throws: DescriptorError.self) { try pool(text) }
    #expect(error == .invalid(symbol: "google.protobuf.Timestamp", reason: "is not declared as published"))
  }

  @Test func editionsAreRefused() throws {
    #expect(throws: DescriptorError.self) { try pool("file { name: 'a.proto' syntax: 'editions' }") }
  }

  @Test func nestingBeyondTheLimitIsRefused() throws {
    func nested(_ depth: Int) -> String {
      let inner = String(repeating: "nested_type { name: 'M' ", count: depth - 1)
      return file("message_type { name: 'M' \(inner) \(String(repeating: "}", count: depth))")
    }
    _ = try pool(nested(32))
    let name = "p" + String(repeating: ".M", count: 33)
    #expect(throws: DescriptorError.tooDeep(message: name, limit: 32)) { try pool(nested(33)) }
  }

  @Test(
    arguments: [[0x0A], [0x0A, 0x05, 0x01], [0x0A, 0x02, 0x0A, 0x05], [0x0A, 0x03, 0x0A, 0x01, 0xFF], [0xFF, 0xFF]] as [[UInt8]])
  func damagedBytesAreMalformed(_ bytes: [UInt8]) throws {
    guard
      case .malformed = try #require(throws: DescriptorError.self, performing: { try DescriptorPool(fileDescriptorSet: bytes) })
    else {
      Issue.record("another error")
      return
    }
  }
}
