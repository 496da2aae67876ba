import FiszkaDomain
package import TTRPC

extension EngineDesk {
  /// Writes what speech has done and holds. What no engine has done yet is left out.
  package func writeMetrics(to text: inout PrometheusText) {
    let totals = clips.totals
    text.add("fiszka_speech_clips", .gauge, "Clips in the cache.", totals.count)
    text.add("fiszka_speech_clip_bytes", .gauge, "Bytes of the clips in the cache.", totals.bytes)
    text.add("fiszka_speech_memory_bytes", .gauge, "Bytes of clips in memory.", totals.memoryBytes)
    text.begin("fiszka_speech_engine_resting", .gauge, "1 while an engine is left alone because it failed.")
    for engine in configured.sorted(by: { $0.rawValue < $1.rawValue }) {
      text.sample([Self.label(engine)], health(engine)?.breaker == .closed ? 0 : 1)
    }
    let counts = counters.all.sorted { $0.key.rawValue < $1.key.rawValue }
    if counts.isEmpty { return }
    text.begin("fiszka_speech_served_total", .counter, "Clips that callers got, by who made them and where they came from.")
    for (engine, counts) in counts {
      for source in SpeechCounters.Source.allCases {
        text.sample([Self.label(engine), ("source", "\(source)")], counts.served[source.rawValue])
      }
    }
    text.begin("fiszka_speech_syntheses_total", .counter, "Syntheses that succeeded.")
    for (engine, counts) in counts { text.sample([Self.label(engine)], counts.syntheses) }
    text.begin("fiszka_speech_synthesis_milliseconds_total", .counter, "Time of the syntheses that succeeded.")
    for (engine, counts) in counts { text.sample([Self.label(engine)], Int(counts.microseconds / 1_000)) }
    text.begin("fiszka_speech_failures_total", .counter, "Syntheses that failed or were refused, by reason.")
    for (engine, counts) in counts {
      for (kind, count) in counts.failures.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        text.sample([Self.label(engine), ("reason", kind.rawValue)], count)
      }
    }
  }

  private static func label(_ engine: SpeechEngineName) -> (String, String) { ("engine", engine.rawValue) }
}
