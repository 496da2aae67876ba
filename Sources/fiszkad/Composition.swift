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
  private let upkeep: PrivacyUpkeep
  private let accounts: AccountComposition
  private let speech: SpeechComposition
  private let logger: Logger

  init(_ settings: ServeSettings, logger: Logger) throws(StartFailure) {
    DescriptorLimit.provide(connections: settings.server.connections, readers: Self.readers(settings), logger)
    let health = HealthRegistry()
    storage = Self.storage(health, logger)
    var options = Self.options(settings, logger)
    options.onFailure = { [storage] in storage.report($0) }
    store = try Self.open(settings.dataFolder, options: options)
    try Self.reserveDescriptors(of: store)
    self.logger = logger
    let lessons = SQLiteLessonRepository(store)
    let imports = SQLiteImportRepository(store)
    let persons = SQLitePersonRepository(store)
    let exports = UserDataExportFolder(store, makeDigest: { SHA256() })
    let files = ImportFileFolder(store, makeDigest: { SHA256() })
    Self.removeAbandoned(files, logger)
    let backups = BackupFolder(store, makeDigest: { SHA256() })
    Self.removeUnfinished(backups, exports, logger)
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
    accounts = try AccountComposition(store, settings.accounts, logger)
    let privacy = PrivacyPorts(
      persons: persons, exports: exports, backups: backups, imports: ports, sessions: [accounts.sessions.table], now: Self.now)
    upkeep = Self.upkeep(privacy, logger)
    do {
      let policy = try PolicyInterceptor(
        methods: FiszkaMethodTable.all, descriptorSet: ContractDescriptors.bytes,
        owners: PolicyInterceptor.owners(imports: imports, lessons: lessons, persons: persons, exports: exports))
      let metrics = ServerMetrics()
      let services: [ServiceRegistration] = [
        .healthService(health), .importService(ImportServiceHandler(ports)),
        .lessonService(LessonServiceHandler(lessons: lessons)),
        .speechService(speech.handler),
        .operationsService(
          OperationsServiceHandler(
            backups: backups, metricsText: Self.metrics(of: store, metrics, accounts, speech.desk), now: Self.now)),
        .authService(AuthServiceHandler(accounts.ports)), .userService(UserServiceHandler(accounts.ports)),
        .auditService(AuditServiceHandler(entries: SQLiteAuditRepository(store))),
        .privacyService(PrivacyServiceHandler(privacy)),
      ]
      let reflection = ServerReflection(of: services, descriptorSet: ContractDescriptors.bytes)
      server = try Server(
        services + [.serverReflectionService(reflection)],
        interceptors: [OriginInterceptor(settings.origins), accounts.callers, policy, AuditInterceptor()],
        configuration: settings.server, metrics: metrics, logger: logger)
    } catch {
      throw StartFailure(StartFailure.defect, "The program does not fit its contract: \(error)")
    }
    upkeep.start()
    accounts.upkeep.start()
  }

  private static func storage(_ health: HealthRegistry, _ logger: Logger) -> StorageHealth {
    StorageHealth(health) { isServing, error in
      if let error {
        logger.critical("the storage cannot be trusted: look at disk and backups", metadata: ["error": "\(error)"])
      } else if isServing {
        logger.notice("the storage is well again")
      }
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

  private static func reserveDescriptors(of store: Store) throws(StartFailure) {
    do throws(OpenFailure) {
      try store.reserveDescriptors()
    } catch {
      throw StartFailure(error.message)
    }
  }

  /// Whether nobody is connected but the watchdog.
  var isAlone: Bool { server.callerConnections == 0 }

  /// Lets go of the storage's caches, soon; they fill again.
  func releaseCaches() {
    logger.debug("nobody is connected: the storage lets go of its caches")
    store.releaseMemory()
  }

  /// Ends the server in good order, then closes the database.
  func shutdown() async {
    await server.shutdown()
    await speech.shutdown()
    storage.stop()
    upkeep.stop()
    accounts.upkeep.stop()
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

  private static func removeUnfinished(_ backups: BackupFolder, _ exports: UserDataExportFolder, _ logger: Logger) {
    do throws(StoreError) {
      try backups.removeUnfinished()
      try exports.removeUnfinished(limit: .none)
    } catch {
      logger.warning("unfinished backups or exports could not be removed", metadata: ["error": "\(error)"])
    }
  }

  private static func upkeep(_ ports: PrivacyPorts, _ logger: Logger) -> PrivacyUpkeep {
    PrivacyUpkeep(ports) { event in
      switch event {
      case .finishedErasures(let ids):
        logger.notice("erasures that had broken off were finished", metadata: ["user_ids": "\(ids)"])
      case .removedExports(let ids):
        logger.info("expired exports were removed", metadata: ["export_ids": "\(ids)"])
      case .failed(let error):
        logger.warning("upkeep of personal data failed and is tried again", metadata: ["error": "\(error)"])
      }
    }
  }

  private static func metrics(
    of store: Store, _ server: ServerMetrics, _ accounts: AccountComposition, _ desk: EngineDesk
  ) -> @Sendable () -> String {
    {
      var metrics = PrometheusText()
      metrics.add(store.gauges())
      metrics.add(
        "fiszka_password_hashes_total", .counter, "Password hashes made, to compare or to keep.",
        Int64(accounts.hasher.hashCount))
      metrics.add(
        "fiszka_open_sessions", .gauge, "Sessions of accounts that are signed in.", Int64(accounts.sessions.table.count))
      metrics.addProcess()
      desk.writeMetrics(to: &metrics)
      return metrics.text + server.prometheusText()
    }
  }

  /// Threads that may read at once.
  private static func readers(_ settings: ServeSettings) -> Int {
    settings.server.workerThreads + settings.server.longThreads + settings.server.hashingThreads
      + SpeechServiceHandler.ownThreads
  }

  private static func options(_ settings: ServeSettings, _ logger: Logger) -> StoreOptions {
    var options = StoreOptions()
    options.readers = readers(settings)
    options.onWriterHeld = { action, duration in
      guard duration > .milliseconds(50) else { return }
      logger.info(
        "a write held the database",
        metadata: ["action": "\(action)", "writer_ms": "\(duration.nanoseconds / 1_000_000)"])
    }
    return options
  }

  /// The system's clock.
  static let now: @Sendable () -> Instant = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}

extension SHA256: FileDigest {}
