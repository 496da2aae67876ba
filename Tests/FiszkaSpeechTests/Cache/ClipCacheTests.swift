import FiszkaDomain
import FiszkaSecurity
import FiszkaStore
import Foundation
import Testing

@testable import FiszkaSpeech

@Suite struct ClipCacheTests {
  private let harness: SpeechHarness

  init() throws {
    harness = try SpeechHarness()
  }

  private static func recipe(_ text: String, _ engine: SpeechEngineName = .espeak) -> ClipRecipe {
    ClipRecipe(order: SpeechOrder(text: text, accent: .uk), engine: engine, model: "m", format: .wav)
  }

  private static func sound(_ text: String) -> [UInt8] { Array("sound of \(text)".utf8) }

  @discardableResult
  private func add(_ text: String, _ engine: SpeechEngineName = .espeak, to cache: ClipCache) -> Clip {
    cache.add(Self.recipe(text, engine), Self.sound(text), durationMilliseconds: 5)
  }

  private func path(_ clip: Clip) -> String { "\(harness.clipFolder)/\(ClipFolder.path(clip.key, clip.format))" }

  @Test func aClipIsThereAtOnceAndAfterAStart() throws {
    let cache = try harness.cache()
    let clip = add("cat", to: cache)
    let whole = ClipWithSound(clip: clip, sound: Self.sound("cat"))
    #expect(cache.recall(clip.key) == .sound(whole))
    cache.close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path(clip))) == Data(Self.sound("cat")))
    #expect(try harness.stored().map(\.clip) == [clip] && harness.stored().map(\.word) == ["cat"])
    let next = try harness.cache()
    #expect(next.recall(clip.key) == .stored)
    #expect(try next.read(clip.key, limit: .none) == whole)
    #expect(next.recall(clip.key) == .sound(whole))
    #expect(next.totals == ClipTotals(count: 1, bytes: 12, memoryBytes: 12))
    #expect(next.recall(next.key(Self.recipe("dog"))) == .absent)
    #expect(try next.read(next.key(Self.recipe("dog")), limit: .none) == nil)
  }

  @Test func manyClipsAreLoadedPageByPage() throws {
    let cache = try harness.cache()
    for number in 0..<ClipCache.batch + 1 { add("word \(number)", to: cache) }
    cache.close()
    #expect(try harness.cache().totals.count == Int64(ClipCache.batch + 1))
  }

  @Test(arguments: ["other", "shorter", "longer", "gone"])
  func aDamagedFileIsAMissAndHeals(_ damage: String) throws {
    let first = try harness.cache()
    let clip = add("cat", to: first)
    first.close()
    let file = URL(fileURLWithPath: path(clip))
    var bytes = Self.sound("cat")
    switch damage {
    case "other": bytes[3] ^= 1
    case "shorter": bytes.removeLast()
    default: bytes.append(0)
    }
    if damage == "gone" { try FileManager.default.removeItem(at: file) } else { try Data(bytes).write(to: file) }
    let cache = try harness.cache()
    #expect(try cache.read(clip.key, limit: .none) == nil)
    #expect(harness.events.all == [.damaged(clip.key)])
    #expect(cache.find(clip.key, isRead: false) == nil && !FileManager.default.fileExists(atPath: file.path))
    #expect(try harness.stored().isEmpty)
    let again = add("cat", to: cache)
    cache.close()
    #expect(try harness.cache().read(again.key, limit: .none)?.sound == Self.sound("cat"))
  }

  @Test func aReadIsNotedLaterAndOnlyOnceAMinute() throws {
    let cache = try harness.cache()
    let clip = add("cat", to: cache)
    cache.flush()
    let made = harness.now
    harness.advance(seconds: 50)
    _ = cache.recall(clip.key)
    cache.flush()
    #expect(try harness.stored().map(\.lastAccessedAt) == [made])
    harness.advance(seconds: 50)
    _ = cache.recall(clip.key)
    #expect(try harness.stored().map(\.lastAccessedAt) == [made])
    cache.flush()
    #expect(try harness.stored().map(\.lastAccessedAt) == [harness.now])
    harness.advance(seconds: 100)
    _ = cache.find(clip.key, isRead: false)
    cache.flush()
    #expect(try harness.stored().map(\.lastAccessedAt) == [harness.now.advanced(by: .seconds(-100))])
  }

  @Test func whatNobodyReadsForNinetyDaysIsRemoved() throws {
    let cache = try harness.cache()
    let (old, used) = (add("old", to: cache), add("used", to: cache))
    cache.flush()
    harness.advance(seconds: 89 * 86_400)
    _ = cache.recall(used.key)
    cache.queue.sync { cache.expire() }
    #expect(harness.events.all.isEmpty)
    harness.advance(seconds: 2 * 86_400)
    cache.queue.sync { cache.expire() }
    #expect(harness.events.all == [.expired(ClipTotals(count: 1, bytes: old.sizeBytes))])
    #expect(try harness.stored().map(\.clip) == [used])
    #expect(!FileManager.default.fileExists(atPath: path(old)) && FileManager.default.fileExists(atPath: path(used)))
  }

  @Test func whatDoesNotFitOnDiskIsRemovedBeginningWithTheOneReadLongestAgo() throws {
    var limits = ClipLimits()
    limits.diskBytes = 40
    let harness = try SpeechHarness(limits: limits)
    let cache = try harness.cache()
    // 12 bytes each: three fit.
    let clips = ["ant", "bat", "cat"].map { text in
      harness.advance(seconds: 100)
      return add(text, to: cache)
    }
    harness.advance(seconds: 100)
    _ = cache.recall(clips[0].key)
    cache.queue.sync { cache.expire() }
    #expect(harness.events.all.isEmpty)
    let new = add("dog", to: cache)
    cache.flush()
    cache.queue.sync { cache.expire() }
    #expect(harness.events.all == [.expired(ClipTotals(count: 1, bytes: 12))])
    #expect(try Set(harness.stored().map(\.clip)) == [clips[0], clips[2], new])
    #expect(cache.find(clips[1].key, isRead: false) == nil)
  }

  @Test func filesAndRecordsAreBroughtInLine() throws {
    let cache = try harness.cache()
    let (kept, lost) = (add("kept", to: cache), add("lost", to: cache))
    cache.close()
    try FileManager.default.removeItem(atPath: path(lost))
    let shard = (path(kept) as NSString).deletingLastPathComponent
    for name in ["stray.wav", ".half.wav.unfinished"] {
      try Data([1]).write(to: URL(fileURLWithPath: "\(shard)/\(name)"))
    }
    let next = try harness.cache()
    // Not yet on disk, and no stray.
    let new = add("new", to: next)
    next.queue.sync { next.reconcile() }
    next.close()
    #expect(harness.events.all == [.reconciled(files: 1, records: 1, unfinished: 1)])
    #expect(try harness.stored().map(\.clip) == [kept, new])
    #expect(next.find(lost.key, isRead: false) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: shard) == [(path(kept) as NSString).lastPathComponent])
  }

  @Test func purgingTakesWhatItsConditionsNameAndIsAudited() throws {
    let cache = try harness.cache()
    let clips = (0..<ClipCache.batch + 10).map { add("espeak \($0)", to: cache) }
    let other = add("piper", .piper, to: cache)
    harness.advance(seconds: 100)
    let young = add("young", to: cache)
    let intent = AuditIntent(action: "speech.purge_clips", actorID: 1)
    let removed = try cache.purge(engine: .espeak, accessedBefore: harness.now, audit: intent, limit: .none)
    #expect(removed.count == Int64(clips.count) && removed.bytes == clips.reduce(0) { $0 + $1.sizeBytes })
    #expect(intent.isUsed && cache.recall(clips[0].key) == .absent)
    #expect(try Set(harness.stored().map(\.clip.key)) == [other.key, young.key])
    #expect(clips.allSatisfy { !FileManager.default.fileExists(atPath: path($0)) })
    _ = try cache.purge(engine: nil, accessedBefore: nil, audit: nil, limit: .none)
    #expect(cache.totals == ClipTotals())
  }

  @Test func aPurgeThatIsRefusedLeavesEverythingAsItIs() throws {
    let cache = try harness.cache()
    let clip = add("cat", to: cache)
    cache.flush()
    #expect(throws: StoreError.interrupted(.cancelled)) {
      try cache.purge(engine: nil, accessedBefore: nil, audit: nil, limit: Stop(.cancelled).limit)
    }
    #expect(try cache.read(clip.key, limit: .none)?.sound == Self.sound("cat"))
    #expect(try harness.stored().count == 1)
  }

  @Test func aClipThatCannotBeStoredLivesInMemory() throws {
    let cache = try harness.cache()
    try harness.store.close()
    let clip = add("cat", to: cache)
    cache.flush()
    #expect(cache.recall(clip.key) == .sound(ClipWithSound(clip: clip, sound: Self.sound("cat"))))
    #expect(!FileManager.default.fileExists(atPath: path(clip)))
    guard case .notStored(count: 1, _) = harness.events.all.first else {
      Issue.record("\(harness.events.all)")
      return
    }
  }
}

@Suite struct SmallClipMemoryTests {
  @Test func whatDoesNotFitIntoMemoryIsReadFromDisk() throws {
    var limits = ClipLimits()
    limits.memoryBytes = 800
    let harness = try SpeechHarness(limits: limits)
    let cache = try harness.cache()
    let recipes = (0..<20).map { number in
      ClipRecipe(order: SpeechOrder(text: "\(number)", accent: .uk), engine: .espeak, model: "m", format: .wav)
    }
    let clips = recipes.map { cache.add($0, [UInt8](repeating: 1, count: 100), durationMilliseconds: 5) }
    let large = cache.add(
      ClipRecipe(order: SpeechOrder(text: "large", accent: .uk), engine: .espeak, model: "m", format: .wav),
      [UInt8](repeating: 2, count: 500), durationMilliseconds: 5)
    // Until it is written the maker's own bytes are there.
    #expect(try cache.read(large.key, limit: .none)?.sound.count == 500)
    cache.flush()
    #expect(cache.totals.memoryBytes == 800 && cache.totals.count == 21)
    for clip in clips { #expect(try cache.read(clip.key, limit: .none)?.sound == [UInt8](repeating: 1, count: 100)) }
    #expect(cache.recall(large.key) == .stored)
    #expect(try cache.read(large.key, limit: .none)?.sound.count == 500)
  }
}
