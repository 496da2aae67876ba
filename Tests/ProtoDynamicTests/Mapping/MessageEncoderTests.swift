import ProtoDynamic
import Testing

/// JSON to bytes: the expected bytes are protoc's own, from its text format.
@Suite struct MessageEncoderTests {
  let mapping: JSONMapping

  init() throws {
    mapping = try Contract.mapping()
  }

  private func error(_ json: String, as type: String) throws -> JSONMappingError {
    try #require(throws: JSONMappingError.self) { try mapping.encode(json, as: type) }
  }

  @Test(
    arguments: [
      (
        "Scalars",
        #"{"int64Value":"-9223372036854775808","uint64_value":18446744073709551615,"int32Value":"1e3","sint32Value":-1.0}"#,
        "int64_value: -9223372036854775808 uint64_value: 18446744073709551615 int32_value: 1000 sint32_value: -1"
      ),
      (
        "Scalars", #"{"uint64Value":9007199254740993,"int64Value":9007199254740993,"fixed64Value":"12e1","sfixed64Value":"-0"}"#,
        "uint64_value: 9007199254740993 int64_value: 9007199254740993 fixed64_value: 120"
      ),
      ("Scalars", #"{"doubleValue":"NaN","floatValue":"-Infinity"}"#, "double_value: nan float_value: -inf"),
      ("Scalars", #"{"doubleValue":-0.0,"floatValue":3.4028235e38}"#, "double_value: -0.0 float_value: 3.4028234663852886e38"),
      ("Scalars", #"{"doubleValue":"1.5","floatValue":1e-50}"#, "double_value: 1.5"),
      (
        "Scalars", #"{"color":"COLOR_BLUE","bytesValue":"-_8","stringValue":"a\u0000b"}"#,
        #"color: COLOR_BLUE bytes_value: "\xfb\xff" string_value: "a\x00b""#
      ),
      (
        "Scalars", #"{"color":-2147483648,"boolValue":true,"stringValue":"","int32Value":0,"doubleValue":0}"#,
        "color: COLOR_DARKEST bool_value: true"
      ),
      ("Scalars", #"{"color":null,"boolValue":null,"stringValue":null,"bytesValue":null}"#, ""),
      (
        "PresentScalars",
        #"{"color":"COLOR_UNSPECIFIED","stringValue":"","bytesValue":"","int32Value":0,"leaf":{},"plainLeaf":null}"#,
        "color: COLOR_UNSPECIFIED string_value: '' bytes_value: '' int32_value: 0 leaf {}"
      ),
      ("Choice", #"{"text":null,"data":"AA==","leaf":null,"small":null}"#, #"data: "\x00""#),
      (
        "RepeatedScalars", #"{"int32Values":[1,"2",3e0],"stringValues":["","a"],"leaves":[{},{"number":1}],"boolValues":[]}"#,
        "int32_values: [1,2,3] string_values: ['','a'] leaves {} leaves {number: 1}"
      ),
      (
        "UnpackedScalars", #"{"boolValues":[true,false],"colors":["COLOR_RED",5]}"#,
        "bool_values: [true,false] colors: [COLOR_RED,5]"
      ),
      ("RepeatedScalars", #"{"int32Values":null,"leaves":null}"#, ""),
      (
        "Maps",
        #"{"byInt32":{"10":"b","-1":"a","9":""},"byBool":{"true":"t","false":"f"},"byString":{"\u00e9":"1","e\u0301":"2","":"0"}}"#,
        #"by_int32 {key: 10 value: "b"} by_int32 {key: -1 value: "a"} by_int32 {key: 9} by_bool {key: true value: "t"} "#
          + #"by_bool {key: false value: "f"} by_string {key: "\u00e9" value: "1"} by_string {key: "e\u0301" value: "2"} "#
          + #"by_string {value: "0"}"#
      ),
      (
        "Numbers", #"{"largest":1,"threeBytes":"x","two_thousand":[1,2],"one":3}"#,
        "largest: 1 three_bytes: 'x' two_thousand: [1,2] one: 3"
      ),
      ("Names", #"{"another-name":1}"#, "renamed: 1"),
      (
        "WellKnown", #"{"time":"2000-01-01T01:00:00.000000001+01:00","duration":"-0.5s","empty":{}}"#,
        "time {seconds: 946684800 nanos: 1} duration {nanos: -500000000} empty {}"
      ),
      (
        "WellKnown", #"{"any":{"number":5,"@type":"type.googleapis.com/fiszka.test.v1.Leaf","name":"x"},"anys":[{}]}"#,
        "any {[type.googleapis.com/fiszka.test.v1.Leaf] {number: 5 name: 'x'}} anys {}"
      ),
      (
        "WellKnown", #"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}"#,
        "any {[type.googleapis.com/google.protobuf.Duration] {seconds: 1}}"
      ),
      (
        "WellKnown", #"{"any":{"@type":"type.googleapis.com/google.protobuf.Empty"}}"#,
        "any {type_url: 'type.googleapis.com/google.protobuf.Empty'}"
      ),
    ])
  func jsonGivesTheBytesOfProtoc(_ type: String, _ json: String, _ text: String) throws {
    let type = "fiszka.test.v1.\(type)"
    let wire = try mapping.encode(json, as: type)
    #expect(wire == (try Contract.wire(text, as: type)))
    // The other way: protoc reads our bytes as it reads its own.
    #expect(try Contract.text(wire, as: type) == Contract.text(try Contract.wire(text, as: type), as: type))
  }

  @Test(
    arguments: [
      ("AllKinds", #"{"choices":[{},{},{"leaf":{"nam":"x"}}]}"#, JSONMappingError.Code.unknownField, "choices[2].leaf.nam"),
      ("AllKinds", #"{"maps":{"toLeaf":{"a":{"number":"x"}}}}"#, .invalidValue, #"maps.toLeaf["a"].number"#),
      ("AllKinds", #"{"outer":{"middles":[{"inner":{"kind":"KIND_BAD"}}]}}"#, .unknownEnumValue, "outer.middles[0].inner.kind"),
      ("Scalars", #"{"int32_value":1,"int32Value":1}"#, .repeatedField, "int32Value"),
      ("Scalars", #"{"int32_value":null,"int32Value":1}"#, .repeatedField, "int32Value"),
      ("Maps", #"{"byInt32":{"1":"a","1.0":"b"}}"#, .repeatedField, #"byInt32["1.0"]"#),
      ("Choice", #"{"text":"a","number":1}"#, .severalOneofMembers, "number"),
      ("Choice", #"{"large":0,"small":0}"#, .severalOneofMembers, "small"),
      ("Scalars", "[]", .wrongType, ""), ("Scalars", "null", .wrongType, ""),
      ("Scalars", #"{"int32Value":true}"#, .wrongType, "int32Value"),
      ("Scalars", #"{"stringValue":1}"#, .wrongType, "stringValue"),
      ("Scalars", #"{"boolValue":"true"}"#, .wrongType, "boolValue"),
      ("Scalars", #"{"boolValue":1}"#, .wrongType, "boolValue"), ("Scalars", #"{"bytesValue":[1]}"#, .wrongType, "bytesValue"),
      ("Scalars", #"{"color":true}"#, .wrongType, "color"), ("Scalars", #"{"doubleValue":{}}"#, .wrongType, "doubleValue"),
      ("RepeatedScalars", #"{"int32Values":1}"#, .wrongType, "int32Values"), ("Maps", #"{"byInt32":[]}"#, .wrongType, "byInt32"),
      ("RepeatedScalars", #"{"leaves":[{},[]]}"#, .wrongType, "leaves[1]"), ("WellKnown", #"{"time":5}"#, .wrongType, "time"),
      ("WellKnown", #"{"duration":1.5}"#, .wrongType, "duration"), ("WellKnown", #"{"any":"x"}"#, .wrongType, "any"),
      ("WellKnown", #"{"any":{"@type":1}}"#, .wrongType, "any.@type"),
      ("Scalars", #"{"int32Value":1.5}"#, .invalidValue, "int32Value"),
      ("Scalars", #"{"int32Value":""}"#, .invalidValue, "int32Value"),
      ("Scalars", #"{"int32Value":" 1"}"#, .invalidValue, "int32Value"),
      ("Scalars", #"{"int32Value":"0x1"}"#, .invalidValue, "int32Value"),
      ("Scalars", #"{"doubleValue":"nan"}"#, .invalidValue, "doubleValue"),
      ("Scalars", #"{"doubleValue":"inf"}"#, .invalidValue, "doubleValue"),
      ("Scalars", #"{"doubleValue":"0x1p3"}"#, .invalidValue, "doubleValue"),
      ("Scalars", #"{"bytesValue":"*"}"#, .invalidValue, "bytesValue"),
      ("Maps", #"{"byBool":{"True":""}}"#, .invalidValue, #"byBool["True"]"#),
      ("Maps", #"{"byUint32":{"a":""}}"#, .invalidValue, #"byUint32["a"]"#),
      ("WellKnown", #"{"time":"2024-02-30T00:00:00Z"}"#, .invalidValue, "time"),
      ("WellKnown", #"{"durations":["1"]}"#, .invalidValue, "durations[0]"),
      ("WellKnown", #"{"any":{"name":"x"}}"#, .invalidValue, "any"),
      ("WellKnown", #"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration"}}"#, .invalidValue, "any"),
      ("WellKnown", #"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1"}}"#, .invalidValue, "any.value"),
      ("WellKnown", #"{"any":{"@type":"type.googleapis.com/fiszka.Nothing"}}"#, .unknownType, "any.@type"),
      ("WellKnown", #"{"any":{"@type":"fiszka.test.v1.Leaf"}}"#, .unknownType, "any.@type"),
      ("WellKnown", #"{"any":{"@type":"type.googleapis.com/fiszka.test.v1.Leaf","nam":1}}"#, .unknownField, "any.nam"),
      ("Scalars", #"{"int32Value":2147483648}"#, .outOfRange, "int32Value"),
      ("Scalars", #"{"int32Value":-2147483649}"#, .outOfRange, "int32Value"),
      ("Scalars", #"{"uint32Value":4294967296}"#, .outOfRange, "uint32Value"),
      ("Scalars", #"{"uint32Value":-1}"#, .outOfRange, "uint32Value"),
      ("Scalars", #"{"sint32Value":1e10}"#, .outOfRange, "sint32Value"),
      ("Scalars", #"{"fixed32Value":-1}"#, .outOfRange, "fixed32Value"),
      ("Scalars", #"{"int64Value":"9223372036854775808"}"#, .outOfRange, "int64Value"),
      ("Scalars", #"{"sfixed64Value":-9223372036854775809}"#, .outOfRange, "sfixed64Value"),
      ("Scalars", #"{"uint64Value":18446744073709551616}"#, .outOfRange, "uint64Value"),
      ("Scalars", #"{"fixed64Value":-1}"#, .outOfRange, "fixed64Value"),
      ("Scalars", #"{"color":2147483648}"#, .outOfRange, "color"),
      ("Scalars", #"{"floatValue":3.5e38}"#, .outOfRange, "floatValue"),
      ("Scalars", #"{"doubleValue":-1e309}"#, .outOfRange, "doubleValue"),
      ("Scalars", #"{"doubleValue":"1e999999999"}"#, .outOfRange, "doubleValue"),
      ("Maps", #"{"bySint32":{"2147483648":""}}"#, .outOfRange, #"bySint32["2147483648"]"#),
      ("Scalars", #"{"color":"color_red"}"#, .unknownEnumValue, "color"),
      ("Scalars", #"{"color":"1"}"#, .unknownEnumValue, "color"),
      ("RepeatedScalars", #"{"leaves":[{},null]}"#, .unexpectedNull, "leaves[1]"),
      ("RepeatedScalars", #"{"int32Values":[null]}"#, .unexpectedNull, "int32Values[0]"),
      ("Maps", #"{"toLeaf":{"a":null}}"#, .unexpectedNull, #"toLeaf["a"]"#),
      ("Scalars", #"{"int32Value":1"#, .invalidJSON, ""), ("Scalars", #"{"int32Value":1,"int32Value":1}"#, .invalidJSON, ""),
      ("Nothing", "{}", .unknownMessage, ""),
    ])
  func wrongJSONIsAnErrorWithItsPath(_ type: String, _ json: String, _ code: JSONMappingError.Code, _ path: String) throws {
    let error = try error(json, as: "fiszka.test.v1.\(type)")
    #expect(error.code == code)
    #expect(error.path == path)
    #expect(error.description == (path.isEmpty ? error.message : "\(path): \(error.message)"))
    #expect(error.message.hasSuffix("."))
  }

  @Test func errorSaysWhatToDo() throws {
    #expect(
      try error(#"{"items":1}"#, as: "fiszka.test.v1.Leaf").description
        == "items: fiszka.test.v1.Leaf has no such field; its fields are number, name.")
    #expect(
      try error(#"{"color":"RED"}"#, as: "fiszka.test.v1.Scalars").message.contains("write one of COLOR_UNSPECIFIED, COLOR_RED"))
    #expect(try error("{\n\"number\": 1,,}", as: "fiszka.test.v1.Leaf").message.hasPrefix("Line 2, column 13: "))
    let long = try error("{\"number\":\"\(String(repeating: "9", count: 1 << 20))\"}", as: "fiszka.test.v1.Leaf")
    #expect(long.code == .outOfRange)
    #expect(long.message.utf8.count < 300)
  }

  @Test(
    arguments: [
      (
        #"{"structure":{"a":null,"b":[1,"x",{"c":true}]},"value":null,"list":[]}"#,
        "structure {fields {key: 'a' value {null_value: NULL_VALUE}} fields {key: 'b' value {list_value {values {number_value: 1} "
          + "values {string_value: 'x'} values {struct_value {fields {key: 'c' value {bool_value: true}}}}}}}} "
          + "value {null_value: NULL_VALUE} list {}"
      ),
      (
        #"{"mask":"displayName,a.bC","nullValue":null,"nullChoice":null,"values":[null,1]}"#,
        "mask {paths: ['display_name','a.b_c']} null_choice: NULL_VALUE values {null_value: NULL_VALUE} values {number_value: 1}"
      ),
      (
        #"{"doubleValue":0,"floatValue":"NaN","int64Value":"5","boolValue":false,"stringValue":"","bytesValue":"AA==","int32Value":null}"#,
        #"double_value {} float_value {value: nan} int64_value {value: 5} bool_value {} string_value {} bytes_value {value: "\x00"}"#
      ),
      (
        #"{"mask":"","valuesByName":{"a":null},"valueChoice":null,"stringValues":["a",""]}"#,
        "mask {} values_by_name {key: 'a' value {null_value: NULL_VALUE}} value_choice {null_value: NULL_VALUE} "
          + "string_values {value: 'a'} string_values {}"
      ),
    ])
  func publishedTypesHaveTheirOwnForm(_ json: String, _ text: String) throws {
    let type = "fiszka.dynamic.v1.Published"
    #expect(try mapping.encode(json, as: type) == Contract.wire(text, as: type))
  }

  @Test(
    arguments: [
      (#"{"mask":"display_name"}"#, "mask"), (#"{"mask":"a,,b"}"#, "mask"), (#"{"mask":"a,"}"#, "mask"),
      (#"{"textChoice":"a","nullChoice":null}"#, "nullChoice"), (#"{"structure":[]}"#, "structure"), (#"{"list":{}}"#, "list"),
      (#"{"int64Value":{"value":1}}"#, "int64Value"), (#"{"values":[1e400]}"#, "values[0]"),
      (#"{"stringValues":[null]}"#, "stringValues[0]"),
      (#"{"structure":{"a":{"b":[1e400]}}}"#, #"structure["a"]["b"][0]"#),
    ])
  func wrongFormOfAPublishedTypeIsAnErrorWithItsPath(_ json: String, _ path: String) throws {
    #expect(try error(json, as: "fiszka.dynamic.v1.Published").path == path)
  }

  @Test func messagesNestUpToTheLimit() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: #"{"children":["#, count: depth) + "{}" + String(repeating: "]}", count: depth)
    }
    let wire = try mapping.encode(nested(100), as: "fiszka.dynamic.v1.Tree")
    #expect(try mapping.decode(wire, as: "fiszka.dynamic.v1.Tree") == nested(100))
    #expect(try error(nested(101), as: "fiszka.dynamic.v1.Tree").code == .invalidJSON)
    let narrow = String(repeating: #"{"left":"#, count: 101) + "{}" + String(repeating: "}", count: 101)
    let tooDeep = try error(narrow, as: "fiszka.dynamic.v1.Tree")
    #expect(tooDeep.code == .tooDeep)
    #expect(tooDeep.path.hasPrefix("left.left.left."))
  }
}
