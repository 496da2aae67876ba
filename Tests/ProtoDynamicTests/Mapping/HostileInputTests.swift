import ProtoDynamic
import Testing

/// Nothing crashes and nothing takes more than linear time, whatever comes in.
@Suite struct HostileInputTests {
  @Test func mutationsOfValidBytesNeverCrashAndWhatIsTakenIsValidJSON() throws {
    let mapping = try Contract.mapping()
    let corpus = try Reference.corpus.get().filter { (1...300).contains($0.wire.count) }
    try #require(corpus.count > 300)
    var mutator = Mutator(seed: 42)
    var taken = 0
    for round in 0..<100_000 {
      let sample = corpus[round % corpus.count]
      let wire = mutator.mutate(sample.wire, interesting: [0x00, 0x01, 0x08, 0x0A, 0x12, 0x7F, 0x80, 0xFF])
      guard let json = try? mapping.decode(wire, as: sample.type) else { continue }
      taken += 1
      if taken % 10 == 0 { #expect(throws: Never.self, "\(json)") { try JSONParser.parse([UInt8](json.utf8), depthLimit: 1000) } }
    }
    #expect((10_000..<90_000).contains(taken))
  }

  @Test func mutationsOfValidJSONNeverCrashAndWhatIsTakenIsReadable() throws {
    let mapping = try Contract.mapping()
    let corpus = try Reference.corpus.get().filter { (3...400).contains($0.json.count) }
    try #require(corpus.count > 300)
    var mutator = Mutator(seed: 43)
    var taken = 0
    for round in 0..<100_000 {
      let sample = corpus[round % corpus.count]
      let json = mutator.mutate(sample.json, interesting: [UInt8]("{}[]\",:\\u0123456789eE+-.tfn_/=\0\u{e9}".utf8))
      guard let wire = try? mapping.encode(json, as: sample.type) else { continue }
      taken += 1
      if taken % 10 == 0 { #expect(throws: Never.self) { try mapping.decode(wire, as: sample.type) } }
    }
    #expect((3_000..<90_000).contains(taken))
  }

  @Test func mutationsOfADescriptorSetNeverCrashTheReaderNorWhatItTook() throws {
    let set = try Contract.compile(["extras.proto"])
    let json = [UInt8](#"{"name":"a","children":[{"byName":{"b":{}}}],"value":1,"structure":{"a":[null]},"mask":"a"}"#.utf8)
    let wire = try Contract.mapping().encode(
      #"{"name":"a","children":[{"byName":{"b":{"name":"c"}}}]}"#, as: "fiszka.dynamic.v1.Tree")
    var mutator = Mutator(seed: 44)
    var taken = 0
    for _ in 0..<10_000 {
      let damaged = mutator.mutate(set, interesting: [0x00, 0x01, 0x02, 0x03, 0x08, 0x0A, 0x0B, 0x0E, 0x12, 0x3A, 0x80, 0xFF])
      guard let pool = try? DescriptorPool(fileDescriptorSet: damaged) else { continue }
      taken += 1
      let mapping = JSONMapping(pool)
      for message in pool.files.flatMap(\.symbols) where pool.message(named: message) != nil {
        _ = try? mapping.decode(wire, as: message, format: JSONFormat(includesDefaults: true))
        _ = try? mapping.encode(json, as: message)
      }
    }
    #expect((500..<9_500).contains(taken))
  }

  @Test func hugeNumbersAndTextsAreTakenOrRefusedInLinearTime() throws {
    let mapping = try Contract.mapping()
    let digits = String(repeating: "7", count: 1 << 20)
    for (json, code) in [
      (#"{"int64Value":\#(digits)}"#, JSONMappingError.Code.outOfRange), (#"{"int64Value":"0.\#(digits)"}"#, .invalidValue),
      (#"{"doubleValue":\#(digits)}"#, .outOfRange), (#"{"uint64Value":1e999999999}"#, .outOfRange),
      (#"{"uint64Value":1e-999999999}"#, .invalidValue), (#"{"floatValue":1e999999999}"#, .outOfRange),
      (#"{"\#(digits)":1}"#, .unknownField), (#"{"color":"\#(digits)"}"#, .unknownEnumValue),
      (#"{"doubleValue":1e\#(digits)}"#, .outOfRange), (String(repeating: "[", count: 1 << 20), .invalidJSON),
      (String(repeating: #"{"a":"#, count: 1 << 20), .invalidJSON),
    ] {
      let error = #expect(throws: JSONMappingError.self) { try mapping.encode(json, as: "fiszka.test.v1.Scalars") }
      #expect(error?.code == code)
      #expect((error?.description.utf8.count ?? 0) < 1000)
    }
    let small = try mapping.encode(#"{"doubleValue":0.\#(digits),"floatValue":1e-999999999}"#, as: "fiszka.test.v1.Scalars")
    #expect(try mapping.decode(small, as: "fiszka.test.v1.Scalars") == #"{"doubleValue":0.7777777777777778}"#)
    let text = String(repeating: "ż\"", count: 1 << 18)
    let wire = try mapping.encode(
      .object([JSONMember(name: "stringValue", value: .string(text))]), as: "fiszka.test.v1.Scalars")
    #expect(try mapping.encode(try mapping.decode(wire, as: "fiszka.test.v1.Scalars"), as: "fiszka.test.v1.Scalars") == wire)
  }

  @Test func manySmallPartsTakeLinearTime() throws {
    let mapping = try Contract.mapping()
    // Interleaved fields, merged messages, alternating members of a oneof, map entries of one key.
    let count = 100_000
    func wire(_ part: [UInt8]) -> [UInt8] { [UInt8](repeatElement(part, count: count).joined()) }
    let interleaved = wire(WireBytes.field(3, varint: 1) + WireBytes.field(5, varint: 2))
    #expect(try mapping.decode(interleaved, as: "fiszka.test.v1.RepeatedScalars").utf8.count > 4 * count)
    let merged = wire(WireBytes.field(4, WireBytes.field(1, varint: 1)))
    #expect(try mapping.decode(merged, as: "fiszka.test.v1.Choice") == #"{"leaf":{"number":1}}"#)
    let alternating = wire(WireBytes.field(4, []) + WireBytes.field(2, "a"))
    #expect(try mapping.decode(alternating, as: "fiszka.test.v1.Choice") == #"{"text":"a"}"#)
    let entries = wire(WireBytes.field(15, WireBytes.field(1, "k")))
    #expect(try mapping.decode(entries, as: "fiszka.test.v1.Maps") == #"{"toInt32":{"k":0}}"#)
    let blanks = wire(WireBytes.field(1, []))
    let json = try mapping.decode(blanks, as: "fiszka.test.v1.Envelope")
    #expect(try mapping.encode(json, as: "fiszka.test.v1.Envelope") == blanks)
  }
}
