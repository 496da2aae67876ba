import ProtoDynamic
import Testing

/// Both directions against Debian's Python protobuf, over random messages of every type.
@Suite struct ReferenceTests {
  @Test func jsonOfTheReferenceEncodesToTheSameBytes() throws {
    let mapping = try Contract.mapping()
    let corpus = try Reference.corpus.get()
    #expect(corpus.count == 60 * Reference.types.count)
    for sample in corpus {
      let text = String(decoding: sample.json, as: UTF8.self)
      #expect(throws: Never.self, "\(sample.type) \(text)") {
        let wire = try mapping.encode(sample.json, as: sample.type)
        #expect(wire == sample.wire, "\(sample.type) \(text)")
      }
    }
  }

  @Test(arguments: [JSONFormat(), JSONFormat(indented: true, originalNames: true), JSONFormat(includesDefaults: true)])
  func ourJSONIsTheReferencesAndReadsBackThere(_ format: JSONFormat) throws {
    let mapping = try Contract.mapping()
    let form = (format.originalNames ? "+" : "-") + (format.includesDefaults ? "+" : "-")
    // The reference also shows the defaults of proto2 fields, which have presence.
    let samples = try Reference.corpus.get().filter { !(format.includesDefaults && $0.type.hasSuffix("Legacy")) }
    let lines = try samples.map { sample in
      let json = try mapping.decode(sample.wire, as: sample.type, format: format)
      #expect(try mapping.encode(json, as: sample.type) == sample.wire, "\(json)")
      return [sample.type, Reference.hex(sample.wire), form, Reference.hex(json.utf8)]
    }
    let verdicts = try Reference.run(["compare"], lines: lines)
    #expect(verdicts.count == lines.count)
    for (verdict, sample) in zip(verdicts, samples) { #expect(verdict == "same", "\(sample.type)") }
  }

  @Test func damagedBytesAreReadAsTheReferenceReadsThem() throws {
    let mapping = try Contract.mapping()
    let corpus = try Reference.corpus.get().filter { $0.wire.count < 400 && !$0.wire.isEmpty }
    var mutator = Mutator(seed: 7)
    var lines: [[String]] = []
    while lines.count < 3000 {
      guard let sample = corpus.randomElement(using: &mutator) else { break }
      let wire = mutator.mutate(sample.wire, interesting: [0x00, 0x01, 0x08, 0x0A, 0x12, 0x7F, 0x80, 0xFF])
      var answer = "refused"
      do {
        answer = Reference.hex(try mapping.decode(wire, as: sample.type).utf8)
      } catch {
        // Known differences: the reference drops bits of a varint beyond the 64th, does not check the UTF-8 of proto2, and
        // carries nanos out of range over into the seconds.
        if hasVarintBeyond64Bits(wire) || sample.type.hasSuffix("Legacy") || error.code == .outOfRange { continue }
      }
      lines.append([sample.type, Reference.hex(wire), "--", answer])
    }
    for (verdict, line) in zip(try Reference.run(["compare"], lines: lines), lines) {
      // An unknown Any is shown as base64 here.
      if verdict.contains("Can not find message descriptor by type_url") { continue }
      #expect(verdict == "same", "\(line[0]) \(line[1])")
    }
  }

  private func hasVarintBeyond64Bits(_ bytes: [UInt8]) -> Bool {
    bytes.indices.dropFirst(9).contains { end in
      (2..<0x80).contains(bytes[end]) && bytes[(end - 9)..<end].allSatisfy { $0 >= 0x80 }
    }
  }

  @Test func damagedJSONThatWeTakeIsTakenAlikeByTheReference() throws {
    let mapping = try Contract.mapping()
    let corpus = try Reference.corpus.get().filter { $0.json.count < 600 }
    var mutator = Mutator(seed: 8)
    var lines: [[String]] = []
    var ours: [String] = []
    while lines.count < 2000 {
      guard let sample = corpus.randomElement(using: &mutator) else { break }
      let json = mutator.mutate(sample.json, interesting: [UInt8]("{}[]\",:\\u0123456789eE+-.tfn_/=".utf8))
      guard let wire = try? mapping.encode(json, as: sample.type) else { continue }
      lines.append([sample.type, Reference.hex(json)])
      ours.append("bytes " + Reference.hex(wire))
    }
    for ((theirs, ours), line) in zip(zip(try Reference.run(["encode"], lines: lines), ours), lines) {
      // The reference takes "1.0" and "1e3" for integers only without quotes.
      if theirs.contains("invalid literal for int()") { continue }
      #expect(ours == theirs, "\(line[0]) \(String(decoding: Reference.bytes(hex: line[1]), as: UTF8.self))")
    }
  }
}
