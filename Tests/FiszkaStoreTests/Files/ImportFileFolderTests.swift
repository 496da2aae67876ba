import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

struct ImportFileFolderTests {
  private let harness: StoreHarness
  private let files: ImportFileFolder

  init() throws {
    harness = try StoreHarness()
    files = ImportFileFolder(harness.store, makeDigest: { ForeignDigest() })
  }

  @Test func piecesJoinAndOnlyTheOwnerCanReadThem() throws {
    try files.write(Array("hello ".utf8), at: 0, ofImport: 7)
    try files.write(Array("world".utf8), at: 6, ofImport: 7)
    #expect(try files.contents(ofImport: 7, size: 11) == Array("hello world".utf8))
    #expect(try files.contents(ofImport: 7, size: 5) == Array("hello".utf8))
    #expect(try harness.folder.mode(of: "data/imports/7") == 0o600)
  }

  @Test func aPieceWrittenAgainCutsOffWhatLayBehind() throws {
    try files.write(Array("abcdef".utf8), at: 0, ofImport: 1)
    try files.write(Array("XY".utf8), at: 2, ofImport: 1)
    #expect(try files.contents(ofImport: 1, size: 4) == Array("abXY".utf8))
    #expect(throws: StoreError.corrupt("the file of import 1 ends at 4 of 6 bytes")) {
      try files.contents(ofImport: 1, size: 6)
    }
  }

  @Test(arguments: [-1, 4] as [Int64])
  func aPieceThatWouldLeaveAGapIsRefused(offset: Int64) throws {
    try files.write(Array("abc".utf8), at: 0, ofImport: 1)
    #expect(throws: StoreError.misuse("a piece at \(offset) of a file of 3 bytes")) {
      try files.write(Array("x".utf8), at: offset, ofImport: 1)
    }
    #expect(try files.contents(ofImport: 1, size: 3) == Array("abc".utf8))
  }

  @Test func anEmptyPieceMakesAnEmptyFile() throws {
    try files.write([], at: 0, ofImport: 1)
    #expect(try files.contents(ofImport: 1, size: 0) == [])
  }

  @Test func readingComesInPiecesAndStopsWhenToldTo() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 % 251) }
    try files.write(bytes, at: 0, ofImport: 1)
    #expect(try files.contents(ofImport: 1, size: 200_000) == bytes)
    var pieces: [Int] = []
    try files.read(ofImport: 1, size: 200_000, limit: .none) { piece throws(StoreError) in
      pieces.append(piece.count)
      return pieces.count < 2
    }
    #expect(pieces == [65_536, 65_536])
    #expect(throws: StoreError.changed) {
      try files.read(ofImport: 1, size: 1, limit: .none) { _ throws(StoreError) in throw .changed }
    }
    #expect(throws: StoreError.interrupted(.cancelled)) {
      try files.read(ofImport: 1, size: 200_000, limit: .stopping(after: 1, .cancelled)) { _ throws(StoreError) in true }
    }
  }

  @Test func theDigestIsThatOfTheFirstBytes() throws {
    try files.write(Array("abc and more".utf8), at: 0, ofImport: 1)
    let digest = try files.digest(ofImport: 1, size: 3, limit: .none)
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(digest.map { String(format: "%02x", $0) }.joined() == known)
  }

  @Test func aFileThatIsNotThereIsNotFoundAndRemovingItIsNoError() throws {
    #expect(throws: StoreError.notFound("import file")) { try files.contents(ofImport: 9, size: 1) }
    #expect(throws: StoreError.notFound("import file")) { try files.digest(ofImport: 9, size: 1, limit: .none) }
    try files.remove(ofImport: 9)
    try files.write(Array("abc".utf8), at: 0, ofImport: 9)
    try files.remove(ofImport: 9)
    #expect(throws: StoreError.notFound("import file")) { try files.contents(ofImport: 9, size: 1) }
  }

  @Test func aLinkIsNotFollowed() throws {
    let target = "\(harness.folder.path)/elsewhere"
    #expect(FileManager.default.createFile(atPath: target, contents: Data("safe".utf8)))
    try FileManager.default.createSymbolicLink(
      atPath: "\(harness.folder.path)/data/imports/3", withDestinationPath: target)
    #expect(throws: StoreError.self) { try files.write(Array("x".utf8), at: 0, ofImport: 3) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data("safe".utf8))
  }

  @Test func workThatMustStopWritesNothing() throws {
    #expect(throws: StoreError.interrupted(.cancelled)) {
      try files.write(UnsafeRawBufferPointer(start: nil, count: 0), at: 0, ofImport: 1, limit: .stopping(after: 0, .cancelled))
    }
    #expect(throws: StoreError.notFound("import file")) { try files.contents(ofImport: 1, size: 1) }
  }
}
