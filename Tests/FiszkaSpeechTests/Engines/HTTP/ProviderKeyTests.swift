import FiszkaSpeech
import Foundation
import Testing

@Suite struct ProviderKeyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func file(_ text: String, mode: Int) throws -> String {
    let path = folder / "key"
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test func keyOfAPrivateFileIsRead() throws {
    let path = try file(" sk-123\n", mode: 0o600)
    #expect(throws: Never.self) { try ProviderKey.read(file: path) }
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o620]) func fileThatOthersMayUseIsRefused(mode: Int) throws {
    let path = try file("sk-123", mode: mode)
    #expect(throws: ProviderKeyFault.readableByOthers) { try ProviderKey.read(file: path) }
  }

  @Test(arguments: ["", "\n", "two words", "line\r\nX-Header: y", "klucz-ż"]) func textThatIsNoKeyIsRefused(text: String) throws {
    let path = try file(text, mode: 0o600)
    #expect(throws: ProviderKeyFault.noKey) { try ProviderKey.read(file: path) }
    #expect(ProviderKey(text) == nil)
  }

  @Test func whatIsNoFileIsRefused() {
    #expect(throws: ProviderKeyFault.unreadable("No such file or directory")) { try ProviderKey.read(file: folder / "none") }
    #expect(throws: ProviderKeyFault.unreadable("no ordinary file")) { try ProviderKey.read(file: folder.path) }
  }

  @Test func keyIsNeverPrinted() throws {
    let key = try #require(ProviderKey("sk-123"))
    var dumped = ""
    dump(ExternalSettings(url: try #require(EndpointURL("https://tts.example.com")), key: key), to: &dumped)
    for text in ["\(key)", String(reflecting: key), String(describing: Optional(key)), dumped] { #expect(!text.contains("123")) }
  }
}
