import Dispatch
import FiszkaDomain
import FiszkaSecurity
import FiszkaServices
import FiszkaSpeech
import FiszkaStore
import Logging
import TTRPC

/// What speech consists of: engines, clips, desk, health.
struct SpeechComposition {
  let handler: SpeechServiceHandler
  let desk: EngineDesk
  private let clips: ClipCache
  private let health: SpeechHealth

  init(
    _ settings: ServeSettings, _ store: Store, _ lessons: SQLiteLessonRepository, _ registry: HealthRegistry,
    now: @escaping @Sendable () -> Instant, logger: Logger
  ) throws(StartFailure) {
    let speech = settings.speech
    let espeak = EspeakEngine(speech.espeak) { event in logger.notice("\(event)") }
    var engines: [any SpeechEngine] = [espeak]
    if let coqui = speech.coqui { engines.append(CoquiEngine(coqui)) }
    if let piper = speech.piper { engines.append(PiperEngine(piper)) }
    if let external = speech.external { engines.append(ExternalEngine(external)) }
    let health = SpeechHealth(registry) { isServing in
      if isServing {
        logger.info("speech is served")
      } else {
        logger.warning("no engine can speak: words have no sound until one of them is well again")
      }
    }
    self.health = health
    do throws(StoreError) {
      let clips = ClipCache(
        files: try ClipFolder("\(settings.dataFolder)/clips"), records: SQLiteClipRepository(store), limits: speech.clips,
        digest: { SHA256.digest($0) }, now: now, report: { Self.log($0, logger) })
      try clips.load(limit: .none)
      self.clips = clips
      desk = try EngineDesk(
        engines, clips: clips,
        ports: SpeechDeskPorts(
          settings: SQLiteSpeechSettingsRepository(store), hints: lessons, transcriber: espeak, now: now,
          onOutcome: { health.update($0) }))
    } catch {
      throw StartFailure("The clips in \(settings.dataFolder) cannot be used: \(error).")
    }
    handler = SpeechServiceHandler(
      SpeechPorts(
        desk: desk, clips: clips, lessons: lessons, quotas: SpeechQuotas(perHour: speech.quota, now: now),
        clock: { Int64(DispatchTime.now().uptimeNanoseconds / 1_000) }))
    clips.startUpkeep()
    health.start { [desk] limit in
      espeak.warmUp()
      desk.probe(limit: limit)
    }
  }

  /// After the server's shutdown, before the store's.
  func shutdown() async {
    health.stop()
    await handler.shutdown()
    clips.close()
  }

  private static func log(_ event: ClipEvent, _ logger: Logger) {
    switch event {
    case .notStored(let count, let error):
      logger.warning(
        "clips could not be stored; they are made again when they are needed",
        metadata: ["clips": "\(count)", "error": "\(error)"])
    case .damaged(let key):
      logger.warning(
        "the file of a clip was damaged or gone; it is made again when it is needed", metadata: ["clip": "\(key.text)"])
    case .expired(let totals):
      logger.info("clips that nobody hears were removed", metadata: ["clips": "\(totals.count)", "bytes": "\(totals.bytes)"])
    case .reconciled(let files, let records, let unfinished):
      logger.info(
        "files and records of clips were brought in line",
        metadata: ["files": "\(files)", "records": "\(records)", "unfinished": "\(unfinished)"])
    case .failed(let what, let error):
      logger.warning("could not \(what)", metadata: ["error": "\(error)"])
    }
  }
}
