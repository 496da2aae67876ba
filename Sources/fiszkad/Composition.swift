import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import FiszkaServices
import FiszkaSpeech
import FiszkaStore
import Glibc
import Logging
import TTRPC

/// What the daemon consists of: the one place that names concrete types of every layer.
struct Composition {
  /// Serves every service; not listening yet.
  let server: Server
  private let store: Store
  private let storage: StorageHealth
  private let speech: SpeechComposition
  private let logger: Logger

  init(_ settings: ServeSettings, logger: Logger) throws(StartFailure) {
    let health = HealthRegistry()
    storage = StorageHealth(health) { isServing, error in
      if let error {
        logger.critical("the storage cannot be trusted: look at disk and backups", metadata: ["error": "\(error)"])
      } else if isServing {
        logger.notice("the storage is well again")
      }
    }
    var options = Self.options(settings, logger)
    options.onFailure = { [storage] in storage.report($0) }
    store = try Self.open(settings.dataFolder, options: options)
    self.logger = logger
    let lessons = SQLiteLessonRepository(store)
    let imports = SQLiteImportRepository(store)
    let files = ImportFileFolder(store, makeDigest: { SHA256() })
    Self.removeAbandoned(files, logger)
    let backups = BackupFolder(store, makeDigest: { SHA256() })
    Self.removeUnfinished(backups, logger)
    storage.start { [store] () throws(StoreError) in try store.verify(limit: .none) }
    Self.writeTrace(SQLiteTraceRepository(store), logger)
    speech = try SpeechComposition(settings, store, lessons, health, now: Self.now, logger: logger)
    let ports = ImportPorts(
      imports: imports, files: files, lessons: lessons, limits: settings.imports, now: Self.now,
      onLeftover: { id, error in
        logger.warning(
          "the file of a finished import stays behind: it can be removed by hand",
          metadata: ["import_id": "\(id)", "error": "\(error)"])
      })
    do {
      let policy = try PolicyInterceptor(
        methods: FiszkaMethodTable.all, descriptorSet: ContractDescriptors.bytes,
        owners: PolicyInterceptor.owners(imports: imports, lessons: lessons))
      let metrics = ServerMetrics()
      let services: [ServiceRegistration] = [
        .healthService(health), .importService(ImportServiceHandler(ports)),
        .lessonService(LessonServiceHandler(lessons: lessons)),
        .speechService(speech.handler),
        .operationsService(
          OperationsServiceHandler(backups: backups, metricsText: Self.metrics(of: store, speech.desk, metrics), now: Self.now)),
      ]
      let reflection = ServerReflection(of: services, descriptorSet: ContractDescriptors.bytes)
      server = try Server(
        services + [.serverReflectionService(reflection)],
        interceptors: [CallerInterceptor(ownUserID: geteuid()), policy, AuditInterceptor()],
        configuration: settings.server, metrics: metrics, logger: logger)
    } catch {
      throw StartFailure(StartFailure.defect, "The program does not fit its contract: \(error)")
    }
  }

  /// Opens the database of a data folder for the daemon's commands.
  static func open(_ folder: String, options: StoreOptions) throws(StartFailure) -> Store {
    do throws(OpenFailure) {
      return try Store(folder, options: options, now: now)
    } catch {
      throw StartFailure(error.message)
    }
  }

  /// Ends the server in good order, then closes the database.
  func shutdown() async {
    await server.shutdown()
    await speech.shutdown()
    storage.stop()
    do throws(StoreError) {
      try store.close()
    } catch {
      logger.error("the database was not closed in good order", metadata: ["error": "\(error)"])
    }
  }

  /// Removes raw files that a crash left behind. The server starts all the same when that fails: they only take room.
  private static func removeAbandoned(_ files: ImportFileFolder, _ logger: Logger) {
    do throws(StoreError) {
      let removed = try files.removeAbandoned(limit: .none)
      if !removed.isEmpty {
        logger.info("files of ended imports were removed", metadata: ["import_ids": "\(removed)"])
      }
    } catch {
      logger.warning("files of ended imports could not be removed", metadata: ["error": "\(error)"])
    }
  }

  /// The matrix is for people who ask the database; calls do not need it.
  private static func writeTrace(_ trace: SQLiteTraceRepository, _ logger: Logger) {
    do throws(StoreError) {
      try trace.replace(with: TraceEntry.entries(of: FiszkaMethodTable.all), limit: .none)
    } catch {
      logger.warning("rtm_mapping could not be written", metadata: ["error": "\(error)"])
    }
  }

  private static func removeUnfinished(_ backups: BackupFolder, _ logger: Logger) {
    do throws(StoreError) {
      try backups.removeUnfinished()
    } catch {
      logger.warning("unfinished backups could not be removed", metadata: ["error": "\(error)"])
    }
  }

  private static func metrics(of store: Store, _ desk: EngineDesk, _ server: ServerMetrics) -> @Sendable () -> String {
    {
      var metrics = MetricsText()
      metrics.add(store.gauges())
      metrics.addProcess()
      return metrics.text + desk.metricsText + server.prometheusText()
    }
  }

  private static func options(_ settings: ServeSettings, _ logger: Logger) -> StoreOptions {
    var options = StoreOptions()
    // As many as threads that read at once, with those that speak lessons in advance.
    options.readers = settings.server.workerThreads + settings.server.longThreads + 2
    options.onWriterHeld = { action, duration in
      guard duration > .milliseconds(50) else { return }
      logger.info(
        "a write held the database",
        metadata: ["action": "\(action)", "writer_ms": "\(duration.nanoseconds / 1_000_000)"])
    }
    return options
  }

  private static let now: @Sendable () -> Instant = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}

extension SHA256: FileDigest {}
