import ArgumentParser
import FiszkaAPI
import Glibc
import Logging
import TTRPC
import UnixSignals

/// `fiszkad serve`.
///
/// Signals are read here and not by a `ServiceGroup`: there is one service, and a group has no second signal that ends at once.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serves until it gets SIGTERM or SIGINT.",
    discussion: """
      A setting is taken from its option, else from its variable, else from the configuration file, else its default holds. \
      Options that can be repeated are lists: in a variable separated by commas, in the file an array. A list replaces the \
      same list of a lower place as a whole. An empty variable counts as absent.

      The file is one JSON object whose names are those of the options without the dashes:
        {"tcp": ["127.0.0.1:7070"], "unix-mode": "0660", "worker-threads": 8}

      Log lines are JSON objects on standard error. The line with the message "ready" says in metadata.addresses where to \
      call. The first signal lets running calls end within drain-seconds; what has not ended \(EndLimit.graceSeconds) seconds \
      after that is cut off. A second signal ends the process at once.

      EXIT CODES: 0 ended by a signal; 64 wrong command line; 69 an address cannot be listened on; 70 a defect of this \
      program, or what had to be cut off after the first signal; 78 wrong setting, configuration file or data folder; 130 and \
      143 ended at once by a second signal.
      """)

  @OptionGroup var flags: ServeFlags

  func run() async throws {
    let layers = try SettingLayers(flags)
    let settings = try ServeSettings(layers)
    let logger = Logger(label: "fiszkad") { _ in JSONLogHandler(level: settings.logLevel) }
    for variable in layers.unknownVariables {
      logger.warning("unknown variable: it sets nothing; see fiszkad serve --help", metadata: ["variable": "\(variable)"])
    }
    // From here on signals wait to be read: none is lost between the ready line and the first read.
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let composition = try await start(settings, logger)
    let drainTime = settings.server.drainTime
    let manager = ServiceManager()
    manager.ready()
    let watchdog = Watchdog(manager, composition.server).map { watchdog in Task { await watchdog.run() } }
    let memory = Task {
      await MemoryReturn(isAlone: { composition.isAlone }, releaseCaches: { composition.releaseCaches() }).run()
    }
    var draining: Task<Void, Never>?
    for await signal in signals {
      // Not even a log that nobody reads holds this up.
      if draining != nil { _exit(128 + signal.rawValue) }
      EndLimit.begin(afterDrainTime: drainTime, logger)
      draining = Task {
        logger.info("draining", metadata: ["signal": "\(signal)"])
        manager.stopping()
        watchdog?.cancel()
        memory.cancel()
        await composition.shutdown()
        logger.info("stopped")
        Glibc.exit(0)
      }
    }
  }

  /// A server that listens on every address; nothing is left of it when one of them fails.
  private func start(_ settings: ServeSettings, _ logger: Logger) async throws(StartFailure) -> Composition {
    let composition = try Composition(settings, logger: logger)
    var bound: [Address] = []
    do throws(SocketError) {
      for address in settings.addresses { bound.append(try await composition.server.listen(on: address)) }
    } catch {
      await composition.shutdown()
      throw StartFailure(StartFailure.cannotListen, error.description)
    }
    logger.info(
      "ready",
      metadata: [
        "addresses": .array(bound.map { "\($0)" }), "data": "\(settings.dataFolder)", "pid": "\(getpid())",
        "version": "\(FiszkaVersion.current)",
      ])
    for address in bound where address.isWildcard {
      logger.warning(
        "listening on every network of this machine, without encryption: name one address, or have a firewall choose who connects",
        metadata: ["address": "\(address)"])
    }
    return composition
  }
}
