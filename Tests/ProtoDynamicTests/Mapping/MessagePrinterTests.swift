import ProtoDynamic
import Testing

/// Bytes to JSON. The bytes are protoc's own, from its text format, or made by hand where protoc does not write such.
@Suite struct MessagePrinterTests {
  let mapping: JSONMapping

  init() throws {
    mapping = try Contract.mapping()
  }

  private func json(_ wire: [UInt8], _ type: String, _ format: JSONFormat = JSONFormat()) throws -> String {
    try mapping.decode(wire, as: "fiszka.test.v1.\(type)", format: format)
  }

  private func error(_ wire: [UInt8], _ type: String) throws -> JSONMappingError {
    try #require(throws: JSONMappingError.self) { try json(wire, type) }
  }

  @Test(
    arguments: [
      ("Scalars", "", "{}"),
      (
        "Scalars",
        "double_value: 0.1 float_value: 0.1 int32_value: -5 int64_value: -6 uint32_value: 7 uint64_value: 18446744073709551615",
        #"{"doubleValue":0.1,"floatValue":0.1,"int32Value":-5,"int64Value":"-6","uint32Value":7,"uint64Value":"18446744073709551615"}"#
      ),
      (
        "Scalars",
        "sint32_value: -1 sint64_value: -9223372036854775808 fixed32_value: 4294967295 fixed64_value: 1 sfixed32_value: -2 "
          + "sfixed64_value: -3",
        #"{"sint32Value":-1,"sint64Value":"-9223372036854775808","fixed32Value":4294967295,"fixed64Value":"1","sfixed32Value":-2,"#
          + #""sfixed64Value":"-3"}"#
      ),
      (
        "Scalars", #"bool_value: true string_value: "\x00\"\\\n\x1f/ż" bytes_value: "\xfb\xff" color: COLOR_BLUE"#,
        #"{"boolValue":true,"stringValue":"\u0000\"\\\n\u001f/ż","bytesValue":"+/8=","color":"COLOR_BLUE"}"#
      ),
      ("Scalars", "double_value: nan float_value: inf color: 99", #"{"doubleValue":"NaN","floatValue":"Infinity","color":99}"#),
      ("Scalars", "double_value: -0.0 float_value: 3.4028234663852886e38", #"{"doubleValue":-0.0,"floatValue":3.4028235e+38}"#),
      (
        "PresentScalars", "int32_value: 0 string_value: '' bool_value: false color: COLOR_UNSPECIFIED leaf {}",
        #"{"int32Value":0,"boolValue":false,"stringValue":"","color":"COLOR_UNSPECIFIED","leaf":{}}"#
      ),
      (
        "Maps",
        "by_bool {key: true value: 't'} by_bool {key: false} by_int32 {key: 10} by_int32 {key: -2} by_string {key: 'é'} "
          + "by_string {key: 'z'} to_leaf {key: 'a'} to_time {key: 1}",
        #"{"byInt32":{"-2":"","10":""},"byBool":{"false":"","true":"t"},"byString":{"z":"","é":""},"toLeaf":{"a":{}},"#
          + #""toTime":{"1":"1970-01-01T00:00:00Z"}}"#
      ),
      ("Names", "renamed: 1 value2_x: 2 URLName: 3 trailing_: 4", #"{"value2X":2,"URLName":3,"trailing":4,"another-name":1}"#),
      (
        "WellKnown", "time {seconds: 1 nanos: 500000000} duration {seconds: -1 nanos: -1} empty {} any {}",
        #"{"time":"1970-01-01T00:00:01.500Z","duration":"-1.000000001s","any":{},"empty":{}}"#
      ),
      (
        "WellKnown",
        "any {[type.googleapis.com/fiszka.test.v1.Leaf] {number: 5}} anys {type_url: 'a.b/google.protobuf.Duration' value: '\\x08\\x01'}",
        #"{"any":{"@type":"type.googleapis.com/fiszka.test.v1.Leaf","number":5},"#
          + #""anys":[{"@type":"a.b/google.protobuf.Duration","value":"1s"}]}"#
      ),
      (
        "WellKnown", #"any {type_url: "type.googleapis.com/other.Type" value: "\x08\x01"}"#,
        #"{"any":{"@type":"type.googleapis.com/other.Type","value":"CAE="}}"#
      ),
    ])
  func bytesOfProtocGiveTheJSON(_ type: String, _ text: String, _ json: String) throws {
    #expect(try self.json(try Contract.wire(text, as: "fiszka.test.v1.\(type)"), type) == json)
  }

  @Test func formatSetsNamesLinesAndDefaults() throws {
    let wire = try Contract.wire("before: 1 leaf {number: 2} after: 3", as: "fiszka.test.v1.Choice")
    #expect(
      try json(wire, "Choice", JSONFormat(indented: true)) == """
        {
          "before": 1,
          "leaf": {
            "number": 2
          },
          "after": 3
        }
        """)
    #expect(try json([], "Choice", JSONFormat(indented: true)) == "{}")
    #expect(try json([], "Choice", JSONFormat(includesDefaults: true)) == #"{"before":0,"after":0}"#)
    #expect(
      try json([], "TenFields", JSONFormat(indented: true, originalNames: true, includesDefaults: true)) == """
        {
          "id": "0",
          "english": "",
          "polish": "",
          "example": "",
          "tags": [],
          "color": "COLOR_UNSPECIFIED",
          "valid": false,
          "score": 0.0
        }
        """)
    #expect(
      try json([], "WellKnown", JSONFormat(originalNames: true, includesDefaults: true))
        == #"{"times":[],"durations":[],"anys":[],"durations_by_name":{}}"#)
  }

  @Test func lastScalarWinsAndMessagesMerge() throws {
    let twice = WireBytes.field(3, varint: 1) + WireBytes.field(3, varint: 2)
    #expect(try json(twice, "Scalars") == #"{"int32Value":2}"#)
    #expect(try json(twice + WireBytes.field(3, varint: 0), "Scalars") == "{}")
    let leaf = WireBytes.field(18, WireBytes.field(1, varint: 1)) + WireBytes.field(18, WireBytes.field(2, "a"))
    #expect(try json(leaf, "PresentScalars") == #"{"plainLeaf":{"number":1,"name":"a"}}"#)
    let time = WireBytes.field(1, WireBytes.field(1, varint: 1)) + WireBytes.field(1, WireBytes.field(2, varint: 1000))
    #expect(try json(time, "WellKnown") == #"{"time":"1970-01-01T00:00:01.000001Z"}"#)
  }

  @Test func lastMemberOfAOneofWinsAndForgetsWhatWasBeforeIt() throws {
    let number = WireBytes.field(4, WireBytes.field(1, varint: 1))
    let name = WireBytes.field(4, WireBytes.field(2, "a"))
    let text = WireBytes.field(2, "t")
    #expect(try json(number + name, "Choice") == #"{"leaf":{"number":1,"name":"a"}}"#)
    #expect(try json(number + text, "Choice") == #"{"text":"t"}"#)
    #expect(try json(number + text + name, "Choice") == #"{"leaf":{"name":"a"}}"#)
    #expect(
      try json(text + WireBytes.field(13, varint: 1) + WireBytes.field(6, varint: 0), "Choice") == #"{"number":"0","small":1}"#)
  }

  @Test func packedAndUnpackedNumbersAreTakenMixedAndInterleaved() throws {
    let mixed =
      WireBytes.field(1, varint: 1) + WireBytes.field(1, [2, 3]) + WireBytes.field(5, varint: 1) + WireBytes.field(1, [])
      + WireBytes.field(1, varint: 4)
    #expect(try json(mixed, "UnpackedScalars") == #"{"int32Values":[1,2,3,4],"boolValues":[true]}"#)
    let unpacked = WireBytes.field(3, varint: 1) + WireBytes.field(5, varint: 9) + WireBytes.field(3, varint: 2)
    #expect(try json(unpacked, "RepeatedScalars") == #"{"int32Values":[1,2],"uint32Values":[9]}"#)
    #expect(try json(WireBytes.field(3, []), "RepeatedScalars") == "{}")
  }

  @Test func unknownFieldsAndOtherWireTypesAreLeftOut() throws {
    let unknown = WireBytes.field(99, varint: 1) + WireBytes.field(100, "x") + [0x3D, 1, 2, 3, 4]
    let otherTypes = WireBytes.field(3, "x") + WireBytes.field(14, varint: 1) + WireBytes.field(1, varint: 1)
    #expect(try json(unknown + otherTypes + WireBytes.field(5, varint: 6), "Scalars") == #"{"uint32Value":6}"#)
  }

  @Test func wideVarintsAreCutToTheField() throws {
    let wide =
      WireBytes.field(3, varint: 1 << 32 | 5) + WireBytes.field(5, varint: .max) + WireBytes.field(7, varint: 1 << 32 | 3)
      + WireBytes.field(13, varint: 1 << 40) + WireBytes.field(16, varint: 1 << 32 | 1)
    #expect(
      try json(wide, "Scalars")
        == #"{"int32Value":5,"uint32Value":4294967295,"sint32Value":-2,"boolValue":true,"color":"COLOR_RED"}"#)
  }

  @Test func mapEntriesMayLackPartsRepeatThemAndComeTwice() throws {
    let entries =
      WireBytes.field(15, []) + WireBytes.field(15, WireBytes.field(1, "a") + WireBytes.field(2, varint: 1))
      + WireBytes.field(15, WireBytes.field(2, varint: 2) + WireBytes.field(1, "b") + WireBytes.field(1, "a"))
    #expect(try json(entries, "Maps") == #"{"toInt32":{"":0,"a":2}}"#)
    let leaf = WireBytes.field(2, WireBytes.field(1, varint: 1)) + WireBytes.field(2, WireBytes.field(2, "x"))
    #expect(try json(WireBytes.field(23, leaf), "Maps") == #"{"toLeaf":{"":{"number":1,"name":"x"}}}"#)
    // Composed and decomposed é are two keys.
    let keys = ["e\u{301}", "\u{e9}"].map { WireBytes.field(15, WireBytes.field(1, $0) + WireBytes.field(2, varint: 1)) }
    #expect(Array(try json(keys[1] + keys[0], "Maps").utf8) == Array("{\"toInt32\":{\"e\u{301}\":1,\"\u{e9}\":1}}".utf8))
  }

  @Test func truncatedAndDamagedBytesAreMalformedWithTheirPath() throws {
    let wire = try Contract.wire("choices {leaf {name: 'abc'}}", as: "fiszka.test.v1.AllKinds")
    for count in 1..<wire.count { #expect(try error(Array(wire[..<count]), "AllKinds").code == .malformed) }
    let inner = WireBytes.field(16, []) + WireBytes.field(16, WireBytes.field(4, [0x12, 0x05]))
    #expect(try error(inner, "AllKinds").path == "choices[1].leaf")
    let packed = try error(WireBytes.field(3, [1, 2, 0x80]), "RepeatedScalars")
    #expect(packed.code == .malformed)
    #expect(packed.path == "int32Values[2]")
    #expect(try error(WireBytes.field(9, [1, 2, 3, 4, 5]), "RepeatedScalars").path == "fixed32Values[1]")
    #expect(try error([0x0B, 0x0C], "Scalars").code == .malformed)
    let any = WireBytes.field(3, WireBytes.field(1, "a/fiszka.test.v1.Leaf") + WireBytes.field(2, [0xFF]))
    #expect(try error(any, "WellKnown").path == "any")
  }

  @Test func stringsThatAreNotUTF8AreErrorsWithTheirPath() throws {
    let bad: [UInt8] = [0x61, 0xC5]
    #expect(try error(WireBytes.field(14, bad), "Scalars").path == "stringValue")
    let list = WireBytes.field(14, "a") + WireBytes.field(14, "") + WireBytes.field(14, bad)
    let error = try error(list, "RepeatedScalars")
    #expect(error.code == .invalidUTF8)
    #expect(error.path == "stringValues[2]")
    let leaf = WireBytes.field(23, WireBytes.field(1, "k") + WireBytes.field(2, WireBytes.field(2, bad)))
    #expect(try self.error(leaf, "Maps").path == #"toLeaf["k"].name"#)
    #expect(try self.error(WireBytes.field(12, WireBytes.field(1, bad)), "Maps").code == .invalidUTF8)
    #expect(try self.error(WireBytes.field(3, WireBytes.field(1, bad)), "WellKnown").path == "any.typeUrl")
    let original = #expect(throws: JSONMappingError.self) {
      try json(WireBytes.field(14, bad), "Scalars", JSONFormat(originalNames: true))
    }
    #expect(original?.path == "string_value")
  }

  @Test(
    arguments: [
      ("times {seconds: 0} times {seconds: 253402300800}", "times[1]"), ("time {nanos: -1}", "time"),
      ("time {nanos: 1000000000}", "time"), ("duration {seconds: 315576000001}", "duration"),
      ("durations_by_name {key: 'a' value {seconds: 1 nanos: -1}}", #"durationsByName["a"]"#),
    ])
  func timesAndDurationsOutOfRangeAreErrorsWithTheirPath(_ text: String, _ path: String) throws {
    let error = try error(try Contract.wire(text, as: "fiszka.test.v1.WellKnown"), "WellKnown")
    #expect(error.code == .outOfRange)
    #expect(error.path == path)
  }

  @Test func publishedTypesThatJSONCannotSayAreErrors() throws {
    let type = "fiszka.dynamic.v1.Published"
    for (text, path) in [
      ("values {number_value: nan}", "values[0]"), ("mask {paths: 'aB'}", "mask"), ("mask {paths: 'a__b'}", "mask"),
    ] {
      let error = #expect(throws: JSONMappingError.self) { try mapping.decode(try Contract.wire(text, as: type), as: type) }
      #expect(error?.path == path)
    }
    #expect(
      try mapping.decode(try Contract.wire("value {} null_choice: NULL_VALUE", as: type), as: type)
        == #"{"value":null,"nullChoice":null}"#)
  }

  @Test func nestingBeyondTheLimitIsRefused() throws {
    func nested(_ depth: Int, by field: UInt64) -> [UInt8] {
      (0..<depth).reduce(into: []) { wire, _ in wire = WireBytes.field(field, wire) }
    }
    _ = try mapping.decode(nested(100, by: 2), as: "fiszka.dynamic.v1.Tree")
    for wire in [nested(101, by: 2), nested(101, by: 3), nested(10_000, by: 2)] {
      let error = #expect(throws: JSONMappingError.self) { try mapping.decode(wire, as: "fiszka.dynamic.v1.Tree") }
      #expect(error?.code == .tooDeep)
    }
    let any = (0..<200).reduce(into: [UInt8]()) { wire, _ in
      wire = WireBytes.field(1, "a/google.protobuf.Any") + WireBytes.field(2, wire)
    }
    #expect(try #require(throws: JSONMappingError.self) { try mapping.decode(any, as: "google.protobuf.Any") }.code == .tooDeep)
  }
}
