import FiszkaDomain
import FiszkaSecurity

@testable import FiszkaServices
@testable import FiszkaSpeech
@testable import FiszkaStore

extension Harness {
  /// A desk over real files and the harness's store.
  static func desk(
    _ options: Options, _ store: Store, in folder: String, _ now: @escaping @Sendable () -> Instant
  ) throws -> EngineDesk {
    let clips = ClipCache(
      files: try ClipFolder("\(folder)/clips"), records: SQLiteClipRepository(store), digest: { SHA256.digest($0) }, now: now,
      report: { _ in })
    try clips.load(limit: .none)
    return try EngineDesk(
      options.engines, clips: clips,
      ports: SpeechDeskPorts(
        settings: SQLiteSpeechSettingsRepository(store), hints: SQLiteLessonRepository(store), transcriber: nil, now: now,
        onOutcome: { _ in }))
  }

  static func speechPorts(
    _ options: Options, _ desk: EngineDesk, _ lessons: any LessonRepository, _ now: @escaping @Sendable () -> Instant
  ) -> SpeechPorts {
    SpeechPorts(
      desk: desk, clips: desk.clips, lessons: lessons, quotas: SpeechQuotas(perHour: options.speechQuota, now: now),
      clock: { now().microseconds })
  }
}
