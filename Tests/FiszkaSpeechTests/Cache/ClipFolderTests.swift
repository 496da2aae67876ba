import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

@Suite struct ClipFolderTests {
  private let folder: TemporaryFolder
  private let clips: ClipFolder
  private let path = ClipFolder.path(ClipKey(digest: [UInt8](repeating: 0xAB, count: 32))!, .wav)

  init() throws {
    folder = try TemporaryFolder()
    clips = try ClipFolder(folder / "clips")
  }

  @Test func aFileIsWrittenReadAndRemoved() throws {
    #expect(path == "ab/" + String(repeating: "ab", count: 32) + ".wav")
    try clips.write([1, 2, 3], to: path)
    #expect(try clips.read(path, sizeBytes: 3) == [1, 2, 3])
    try clips.write([4, 5], to: path)
    #expect(try clips.read(path, sizeBytes: 2) == [4, 5])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder / "clips/ab").count == 1)
    try clips.remove(path)
    try clips.remove(path)
    #expect(try clips.read(path, sizeBytes: 2) == nil)
  }

  @Test func onlyThisUserReadsIt() throws {
    try clips.write([1], to: path)
    for (name, mode) in [("clips", 0o700), ("clips/ab", 0o700), ("clips/\(path)", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder / name)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(name)")
    }
  }

  @Test func aFileOfAnotherSizeIsNone() throws {
    try clips.write([1, 2, 3], to: path)
    #expect(try clips.read(path, sizeBytes: 2) == nil)
    #expect(try clips.read(path, sizeBytes: 4) == nil)
  }

  @Test func aLinkIsNotFollowed() throws {
    try clips.write([1], to: path)
    try clips.remove(path)
    try Data([7]).write(to: URL(fileURLWithPath: folder / "other"))
    try FileManager.default.createSymbolicLink(atPath: folder / "clips/\(path)", withDestinationPath: folder / "other")
    #expect(throws: StoreError.self) { try clips.read(path, sizeBytes: 1) }
    try clips.write([8], to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder / "other")) == Data([7]))
    #expect(try clips.read(path, sizeBytes: 1) == [8])
  }

  @Test func whatLiesThereIsTold() throws {
    try clips.write([1, 2], to: path)
    try Data([9]).write(to: URL(fileURLWithPath: folder / "clips/ab/.x.wav.unfinished"))
    try Data([9]).write(to: URL(fileURLWithPath: folder / "clips/note"))
    let found = try clips.files()
    #expect(found.finished.map(\.path) == [path] && found.finished.map(\.sizeBytes) == [2])
    #expect(found.unfinished.map(\.path) == ["ab/.x.wav.unfinished"])
  }

  @Test func aFolderThatCannotBeWrittenIsTold() throws {
    try Data().write(to: URL(fileURLWithPath: folder / "clips/ab"))
    #expect(throws: StoreError.self) { try clips.write([1], to: path) }
    #expect(throws: StoreError.self) { try ClipFolder(folder / "missing/clips") }
  }
}
