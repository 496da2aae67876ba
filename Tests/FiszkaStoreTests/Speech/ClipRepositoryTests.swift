import FiszkaDomain
import Testing

@testable import FiszkaStore

struct ClipRepositoryTests {
  private let harness: StoreHarness
  private var clips: SQLiteClipRepository { SQLiteClipRepository(harness.store) }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func whatIsPutIsReadPageByPage() throws {
    let records = (1...5).map { Sample.clip($0, at: harness.now) }
    try clips.put(records, limit: .none)
    var read: [ClipRecord] = []
    var after: Int64? = 0
    while let start = after {
      let (page, last) = try clips.page(after: start, count: 2, limit: .none)
      read += page
      after = last
    }
    #expect(read == records)
    #expect(try clips.page(after: 0, count: 5, limit: .none).records == records)
    try clips.put([], limit: .none)
  }

  @Test func aClipThatIsMadeAgainTakesThePlaceOfTheOneBefore() throws {
    try clips.put([Sample.clip(1, at: harness.now), Sample.clip(2, at: harness.now)], limit: .none)
    let again = Sample.clip(1, size: 77, at: harness.now.advanced(by: .seconds(5)))
    try clips.put([again], limit: .none)
    #expect(try clips.page(after: 0, count: 9, limit: .none).records == [again, Sample.clip(2, at: harness.now)])
  }

  @Test func timesOfReadsGoForwardOnly() throws {
    let record = Sample.clip(1, at: harness.now)
    try clips.put([record], limit: .none)
    let key = record.clip.key
    let later = harness.now.advanced(by: .seconds(9))
    try clips.touch([key: later, Sample.clip(8, at: harness.now).clip.key: later], limit: .none)
    try clips.touch([key: harness.now], limit: .none)
    #expect(try clips.page(after: 0, count: 9, limit: .none).records.map(\.lastAccessedAt) == [later])
  }

  @Test func removalIsAuditedAlsoOfNothing() throws {
    let records = (1...3).map { Sample.clip($0, at: harness.now) }
    try clips.put(records, limit: .none)
    let intent = AuditIntent(action: "speech.purge_clips", actorID: 1)
    try clips.remove([records[0].clip.key, records[2].clip.key], audit: intent, limit: .none)
    #expect(try clips.page(after: 0, count: 9, limit: .none).records == [records[1]])
    try clips.remove([], audit: AuditIntent(action: "speech.purge_clips", actorID: 1), limit: .none)
    try clips.remove([], audit: nil, limit: .none)
    #expect(
      try harness.texts("SELECT action || ' ' || target_table FROM audit_logs")
        == ["speech.purge_clips audio_cache", "speech.purge_clips audio_cache"])
  }

  @Test(
    arguments: [
      "UPDATE audio_cache SET hash = 'x'", "UPDATE audio_cache SET engine = 'siri'", "UPDATE audio_cache SET sha256 = X'00'",
    ] as [StaticString])
  func aRecordThatCannotBeIsCorrupt(_ damage: StaticString) throws {
    try clips.put([Sample.clip(1, at: harness.now)], limit: .none)
    try harness.run(damage)
    let error = #expect(throws: StoreError.self) { try clips.page(after: 0, count: 9, limit: .none) }
    guard case .corrupt = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

extension Sample {
  /// A clip that a test tells by its number.
  static func clip(_ number: Int, size: Int64 = 1_000, at now: Instant) -> ClipRecord {
    let key = ClipKey(digest: [UInt8](repeating: UInt8(number), count: 32))!
    let clip = Clip(
      key: key, engine: .espeak, accent: number % 2 == 0 ? .uk : .us, model: "en-gb", speedPercent: 100,
      format: number % 2 == 0 ? .wav : .opus, sizeBytes: size, sha256: digest, durationMilliseconds: 500, createdAt: now)
    return ClipRecord(clip: clip, word: "word \(number)", voice: "", path: "aa/\(number).wav", lastAccessedAt: now)
  }
}
