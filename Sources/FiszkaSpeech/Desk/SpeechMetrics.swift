import FiszkaDomain

extension EngineDesk {
  /// Measurements in the text format of Prometheus.
  package var metricsText: String {
    var text = MetricLines()
    let totals = clips.totals
    text.family("fiszka_speech_clips", "gauge", "Clips in the cache.", [("", totals.count)])
    text.family("fiszka_speech_clip_bytes", "gauge", "Bytes of the clips in the cache.", [("", totals.bytes)])
    text.family("fiszka_speech_memory_bytes", "gauge", "Bytes of clips in memory.", [("", totals.memoryBytes)])
    let counts = counters.all.sorted { $0.key.rawValue < $1.key.rawValue }
    text.family(
      "fiszka_speech_served_total", "counter", "Clips that callers got, by who made them and where they came from.",
      counts.flatMap { engine, counts in
        SpeechCounters.Source.allCases.map {
          ("{engine=\"\(engine.rawValue)\",source=\"\($0)\"}", Int64(counts.served[$0.rawValue]))
        }
      })
    text.family(
      "fiszka_speech_syntheses_total", "counter", "Syntheses that succeeded.",
      counts.map { ("{engine=\"\($0.rawValue)\"}", Int64($1.syntheses)) })
    text.family(
      "fiszka_speech_synthesis_milliseconds_total", "counter", "Time of the syntheses that succeeded.",
      counts.map { ("{engine=\"\($0.rawValue)\"}", $1.microseconds / 1_000) })
    text.family(
      "fiszka_speech_failures_total", "counter", "Syntheses that failed or were refused, by reason.",
      counts.flatMap { engine, counts in
        counts.failures.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, count in
          ("{engine=\"\(engine.rawValue)\",reason=\"\(kind.rawValue)\"}", Int64(count))
        }
      })
    text.family(
      "fiszka_speech_engine_resting", "gauge", "1 while an engine is left alone because it failed.",
      configured.sorted { $0.rawValue < $1.rawValue }.map {
        ("{engine=\"\($0.rawValue)\"}", health($0)?.breaker == .closed ? 0 : 1)
      })
    return text.text
  }
}

/// Writes families of measurements.
private struct MetricLines {
  private(set) var text = ""

  /// - Parameter values: labels in braces, or nothing, and a number.
  mutating func family(_ name: String, _ type: String, _ help: String, _ values: [(String, Int64)]) {
    if values.isEmpty { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    for (labels, value) in values { text += "\(name)\(labels) \(value)\n" }
  }
}
