import Logging

/// Keeps what is logged.
struct LogKeeper: LogHandler {
  let lines: Recorder<LogEvent>
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { lines.append(event) }
}

extension Logger {
  /// Writes into `lines` what is of this level or higher.
  static func keeping(_ lines: Recorder<LogEvent>, _ level: Logger.Level) -> Logger {
    Logger(label: "test") { _ in LogKeeper(lines: lines, logLevel: level) }
  }
}
