import FoundationEssentials
import Logging

/// Writes each event as one JSON object in one line on standard error: time (RFC 3339, UTC, milliseconds), level, message, and
/// metadata where there is any.
struct JSONLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  init(level: Logger.Level) {
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    let line = JSONLine(
      [("time", .string(time)), ("level", .string(event.level.rawValue)), ("message", .string("\(event.message)"))], all)
    StandardError.write(line.bytes)
  }
}
