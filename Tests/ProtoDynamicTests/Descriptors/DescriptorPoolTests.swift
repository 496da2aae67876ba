import ProtoDynamic
import Testing

@Suite struct DescriptorPoolTests {
  let pool: DescriptorPool

  init() throws {
    pool = try Contract.pool()
  }

  @Test func typesAreFoundWithAndWithoutLeadingDotAndNothingElseIs() {
    #expect(pool.message(named: "fiszka.test.v1.Scalars")?.fullName == "fiszka.test.v1.Scalars")
    #expect(pool.message(named: ".fiszka.test.v1.Outer.Middle.Inner")?.fullName == "fiszka.test.v1.Outer.Middle.Inner")
    #expect(pool.enumeration(named: ".fiszka.test.v1.Outer.Kind")?.fullName == "fiszka.test.v1.Outer.Kind")
    #expect(pool.service(named: ".fiszka.test.v1.EchoService")?.fullName == "fiszka.test.v1.EchoService")
    for name in [
      "", ".", "Scalars", "fiszka.test.v1", "..fiszka.test.v1.Scalars", "fiszka.test.v1.Color", "fiszka.test.v1.EchoService",
    ] {
      #expect(pool.message(named: name) == nil)
    }
    #expect(pool.enumeration(named: "fiszka.test.v1.Scalars") == nil)
    #expect(pool.service(named: "fiszka.test.v1.Scalars") == nil)
  }

  @Test func everyKindAndLabelIsRead() throws {
    let scalars = try #require(pool.message(named: "fiszka.test.v1.Scalars"))
    #expect(
      scalars.fields.dropLast().map(\.kind) == [
        .double, .float, .int32, .int64, .uint32, .uint64, .sint32, .sint64, .fixed32, .fixed64, .sfixed32, .sfixed64, .bool,
        .string, .bytes,
      ])
    #expect(scalars.fields.allSatisfy { !$0.hasPresence && $0.label == .optional && $0.oneof == nil })
    #expect(scalars.field(number: 16).flatMap { pool.enumType(of: $0) }?.fullName == "fiszka.test.v1.Color")
    let repeated = try #require(pool.message(named: "fiszka.test.v1.RepeatedScalars"))
    #expect(repeated.fields.map(\.isPacked) == Array(repeating: true, count: 13) + [false, false, true, false])
    #expect(pool.message(named: "fiszka.test.v1.UnpackedScalars")?.fields.allSatisfy { !$0.isPacked && $0.isRepeated } == true)
    #expect(pool.message(named: "fiszka.test.v1.PresentScalars")?.fields.allSatisfy { $0.hasPresence } == true)
    let present = try #require(pool.message(named: "fiszka.dynamic.v1.Present"))
    #expect(present.fields.allSatisfy { $0.hasPresence && $0.oneof != nil })
    let legacy = try #require(pool.message(named: "fiszka.dynamic.v1.Legacy"))
    #expect(legacy.fields.map(\.label) == [.required, .optional, .repeated, .repeated, .optional, .optional])
    #expect(legacy.fields.map(\.hasPresence) == [true, true, false, false, true, true])
    #expect(legacy.fields.map(\.isPacked) == [false, false, false, true, false, false])
  }

  @Test func mapsAreTheirEntries() throws {
    let maps = try #require(pool.message(named: "fiszka.test.v1.Maps"))
    #expect(maps.fields.allSatisfy { $0.isMap })
    let toLeaf = try #require(maps.field(named: "to_leaf"))
    let entry = try #require(pool.messageType(of: toLeaf))
    #expect(entry.isMapEntry)
    #expect(entry.field(number: 1)?.kind == .string)
    #expect(entry.field(number: 2).flatMap { pool.messageType(of: $0) }?.fullName == "fiszka.test.v1.Leaf")
  }

  @Test func fieldsAreFoundByNumberAndByBothNames() throws {
    let numbers = try #require(pool.message(named: "fiszka.test.v1.Numbers"))
    #expect(numbers.fields.map(\.number) == [1, 15, 16, 2047, 2048, 536_870_911])
    for field in numbers.fields { #expect(numbers.field(number: field.number)?.name == field.name) }
    for number in [Int.min, -1, 0, 2, 17, 2049, 536_870_910, 536_870_912, .max] { #expect(numbers.field(number: number) == nil) }
    let names = try #require(pool.message(named: "fiszka.test.v1.Names"))
    for (original, json) in [
      ("value2_x", "value2X"), ("value_2", "value2"), ("URLName", "URLName"), ("double__underscore", "doubleUnderscore"),
      ("trailing_", "trailing"), ("renamed", "another-name"),
    ] {
      #expect(names.field(named: original)?.jsonName == json)
      #expect(names.field(named: json)?.name == original)
    }
    #expect(names.field(named: "Renamed") == nil)
    // U+212A is the Kelvin sign, canonically equivalent to K.
    #expect(pool.message(named: "fiszka.test.v1.Outer")?.field(named: "\u{212A}ind") == nil)
  }

  @Test func aliasAndNegativeNumberOfAnEnumAreKnown() throws {
    let direction = try #require(pool.enumeration(named: "fiszka.test.v1.Direction"))
    #expect(direction.number(of: "DIRECTION_UP") == 1)
    #expect(direction.name(of: 1) == "DIRECTION_NORTH")
    let color = try #require(pool.enumeration(named: "fiszka.test.v1.Color"))
    #expect(color.name(of: .min) == "COLOR_DARKEST")
    #expect(color.number(of: "COLOR_ULTRAVIOLET") == -1)
    #expect(color.number(of: "color_red") == nil)
    #expect(color.name(of: 99) == nil)
  }

  @Test func methodsCarryTheirTypesAndStreams() throws {
    let service = try #require(pool.service(named: "fiszka.test.v1.EchoService"))
    #expect(pool.services.map(\.fullName).contains(service.fullName))
    let unary = try #require(service.method(named: "EchoWorker"))
    #expect(unary.input == "fiszka.test.v1.EchoRequest")
    #expect(unary.output == "fiszka.test.v1.EchoResponse")
    let streams = ["EchoWorker", "CollectStream", "ProduceStream", "EchoStream"].map { service.method(named: $0) }
    #expect(streams.map { $0?.clientStreaming } == [false, true, false, true])
    #expect(streams.map { $0?.serverStreaming } == [false, false, true, true])
    #expect(service.method(named: "echoWorker") == nil)
  }

  @Test func filesAreKeptByteForByteWithTheirSymbols() throws {
    var joined: [UInt8] = []
    for file in pool.files {
      joined.append(0x0A)
      var rest = file.serialized.count
      while rest >= 0x80 {
        joined.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      joined.append(UInt8(rest))
      joined += file.serialized
      for symbol in file.symbols { #expect(pool.file(declaring: symbol)?.name == file.name) }
    }
    #expect(joined == (try Contract.descriptorSet.get()))
    let echo = try #require(pool.file(named: "fiszka/test/v1/echo.proto"))
    #expect(echo.dependencies.contains("fiszka/test/v1/kinds.proto"))
    #expect(pool.file(declaring: ".fiszka.test.v1.EchoService.EchoWorker")?.name == echo.name)
    #expect(pool.file(declaring: "fiszka.test.v1.Outer.Middle.Inner.Kind")?.name == "fiszka/test/v1/names.proto")
    #expect(pool.file(declaring: "fiszka.test.v1.Nothing") == nil)
    #expect(pool.file(named: "nothing.proto") == nil)
    let legacy = try #require(pool.file(named: "legacy.proto"))
    #expect(legacy.extensions.map(\.fullName) == ["fiszka.dynamic.v1.extra_text"])
    #expect(legacy.extensions.map(\.extendee) == ["fiszka.dynamic.v1.Legacy"])
    #expect(legacy.extensions.map(\.number) == [100])
  }
}
