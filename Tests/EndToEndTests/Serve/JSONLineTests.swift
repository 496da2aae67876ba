import Foundation
import Logging
import Testing

@testable import fiszkad

@Suite struct JSONLineTests {
  /// What a text may hold, by what is special about it.
  private static let texts = [
    ("nothing", ""),
    ("quotes", #"a "quoted" \ and \" / slash\n"#),
    ("line breaks", "one\ntwo\r\nthree\rfour"),
    ("a line of its own", "ends here\"}\n{\"level\":\"error\"}"),
    ("control characters", String(String.UnicodeScalarView((0..<0xA0 as Range<UInt8>).map { Unicode.Scalar($0) }))),
    ("characters beyond ASCII", "żółw 🐢 e\u{301} \u{2028}\u{2029}\u{FEFF}\u{FFFD}\u{FFFF}\u{10FFFF}"),
    ("a mebibyte", String(repeating: "ą\n\"\u{1}", count: 1 << 18)),
  ]

  @Test func everyTextIsInOneLineAndReadsAsItWas() throws {
    for (name, text) in Self.texts {
      let line = JSONLine(
        [("message", .string(text))],
        ["text": .string(text), "key " + text: "1", "list": [.string(text), ["member": .stringConvertible(text)]]])
      #expect(line.bytes.last == UInt8(ascii: "\n"), "\(name)")
      #expect(line.bytes.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(name)")
      let read = try #require(try JSONSerialization.jsonObject(with: Data(line.bytes)) as? [String: Any], "\(name)")
      let metadata = try #require(read["metadata"] as? [String: Any], "\(name)")
      let list = try #require(metadata["list"] as? [Any], "\(name)")
      let texts = [read["message"], metadata["text"], list.first, (list.last as? [String: Any])?["member"]]
      for copy in texts.map({ $0 as? String }) {
        // By their bytes: texts of other bytes may be equal.
        #expect(copy.map { Array($0.utf8) == Array(text.utf8) } == true, "\(name)")
      }
      #expect(metadata.keys.contains { Array($0.utf8) == Array("key \(text)".utf8) }, "\(name)")
    }
  }

  @Test func membersKeepTheirOrderAndMetadataIsSortedOrLeftOut() {
    func text(_ members: [(String, Logger.MetadataValue)], _ metadata: Logger.Metadata) -> String {
      String(decoding: JSONLine(members, metadata).bytes, as: UTF8.self)
    }
    #expect(text([("b", "1"), ("a", "2")], [:]) == "{\"b\":\"1\",\"a\":\"2\"}\n")
    #expect(
      text([("b", "1")], ["z": [], "y": [:], "x": ["q", "p"]])
        == "{\"b\":\"1\",\"metadata\":{\"x\":[\"q\",\"p\"],\"y\":{},\"z\":[]}}\n")
  }
}
