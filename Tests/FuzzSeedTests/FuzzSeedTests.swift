import Foundation
import FuzzDecoders
import Testing

/// Every seed of scripts/fuzz, as it is and damaged at random, through its decoder: what traps ends the process.
@Suite struct FuzzSeedTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fuzz/Seeds")

  private func seeds(of decoder: String) throws -> [[UInt8]] {
    let folder = Self.folder.appendingPathComponent(decoder)
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
  }

  @Test(arguments: FuzzDecoders.all.map(\.name)) func seedsAndDamagedSeedsComeBack(decoder: String) throws {
    let run = try #require(FuzzDecoders.all.first { $0.name == decoder }).run
    let seeds = try seeds(of: decoder)
    #expect(seeds.count >= 2)
    var random = SeededGenerator(seed: 8)
    for seed in seeds {
      seed.withUnsafeBytes { run($0) }
      for _ in 0..<100 {
        let damaged = damaged(seed, with: seeds, &random)
        damaged.withUnsafeBytes { run($0) }
      }
    }
  }

  private func damaged(_ seed: [UInt8], with others: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = Int.random(in: place...bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(end, place + 8))
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
      default: bytes.insert(contentsOf: others.randomElement(using: &random)?.suffix(16) ?? [], at: place)
      }
    }
    return bytes
  }

  @Test func noFolderOfSeedsIsWithoutItsDecoder() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(folders) == Set(FuzzDecoders.all.map(\.name)))
  }
}
