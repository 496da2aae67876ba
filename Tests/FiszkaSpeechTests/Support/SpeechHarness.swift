import FiszkaDomain
import FiszkaSecurity
import FiszkaSpeech
import FiszkaStore
import Synchronization
import Testing

/// A cache of clips over a real database and real files in a folder of its own, and desks over it.
final class SpeechHarness: Sendable {
  let folder: TemporaryFolder
  let store: Store
  let events = Recorder<ClipEvent>()
  let outcomes = Recorder<Bool>()
  private let microseconds: Mutex<Int64>
  private let limits: ClipLimits

  init(in folder: TemporaryFolder? = nil, limits: ClipLimits = ClipLimits()) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    self.limits = limits
    microseconds = Mutex(1_700_000_000_000_000)
    store = try Store(folder / "data", now: { Instant(microseconds: 1_700_000_000_000_000) })
  }

  deinit {
    try? store.close()
  }

  var now: Instant { Instant(microseconds: microseconds.withLock { $0 }) }
  var records: SQLiteClipRepository { SQLiteClipRepository(store) }
  var clipFolder: String { folder / "data/clips" }

  func advance(seconds: Int64) {
    microseconds.withLock { $0 += seconds * 1_000_000 }
  }

  /// A cache that knows what the database knows.
  func cache(_ records: (any ClipRepository)? = nil) throws -> ClipCache {
    let cache = ClipCache(
      files: try ClipFolder(clipFolder), records: records ?? self.records, limits: limits, digest: { SHA256.digest($0) },
      now: { [self] in now }, report: { [events] in events.record($0) })
    try cache.load(limit: .none)
    return cache
  }

  func desk(
    _ engines: [any SpeechEngine], _ cache: ClipCache, transcriber: (any PhoneticTranscriber)? = nil,
    breaker: BreakerSettings = BreakerSettings()
  ) throws -> EngineDesk {
    try EngineDesk(
      engines, breaker: breaker, clips: cache,
      ports: SpeechDeskPorts(
        settings: SQLiteSpeechSettingsRepository(store), hints: SQLiteLessonRepository(store), transcriber: transcriber,
        now: { [self] in now }, onOutcome: { [outcomes] in outcomes.record($0) }))
  }

  /// All records, in the order in which they were written; those that were written together in any.
  func stored() throws -> [ClipRecord] {
    try records.page(after: 0, count: 10_000, limit: .none).records
  }
}

extension EngineDesk {
  /// Speaks for a caller without a quota.
  func speak(
    _ text: String, by engine: SpeechEngineName? = nil, as format: ClipFormat = .wav, withSound: Bool = false,
    limit: WorkLimit = .none
  ) throws -> SpokenClip {
    let wish = SpeechWish(text: try SpeechText(text), engine: engine, format: format)
    return try speak(wish, withSound: withSound, limit: limit) { () throws(SpeechRefusal) in }
  }
}
