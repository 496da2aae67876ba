import Foundation
import Testing

@testable import ProtoDynamic

@Suite struct Base64Tests {
  @Test func bytesOfEveryLengthAreWrittenAsFoundationWritesThemAndReadBackInEveryForm() {
    var mutator = Mutator(seed: 1)
    for count in 0..<100 {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &mutator) }
      var output: [UInt8] = []
      bytes.withUnsafeBytes { Base64.append($0, to: &output) }
      let text = String(decoding: output, as: UTF8.self)
      #expect(text == Data(bytes).base64EncodedString())
      let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_")
      for form in [text, urlSafe, text.replacing("=", with: ""), urlSafe.replacing("=", with: "")] {
        #expect(Base64.decode(form) == bytes)
      }
    }
  }

  @Test(arguments: ["A", "AAAAA", "QQ=", "QQ===", "Q===", "====", "=", "Q=Q=", "QQ==QQ==", "Q Q=", "QQ==\n", "QQ!=", "żółć"])
  func otherTextIsRefused(_ text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
