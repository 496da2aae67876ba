package import FiszkaDomain

/// The settings of speech in the database. Safe to use from any thread.
package struct SQLiteSpeechSettingsRepository: SpeechSettingsRepository {
  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func load(limit: WorkLimit) throws(StoreError) -> StoredSpeechSettings? {
    try store.read(limit) { connection throws(StoreError) in
      try connection.first(SpeechSettingsQuery.load) { row throws(StoreError) in try StoredSpeechSettings(row: &row) }
    }
  }

  package func save(
    _ settings: SpeechSettings, over revision: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> StoredSpeechSettings {
    let voices = try JSONColumn.text(
      Dictionary(settings.voices.map { ("\($0.key.engine.rawValue)/\($0.key.accent.rawValue)", $0.value) }) { $1 })
    return try store.write(audit, limit) { connection throws(StoreError) in
      let newest =
        try connection.first(SpeechSettingsQuery.revision) { row throws(StoreError) in try row.integer() } ?? 0
      if newest != revision { throw .changed }
      try connection.execute(
        SpeechSettingsQuery.save,
        [
          .integer(newest + 1), .text(settings.engines.map(\.rawValue).joined(separator: ",")),
          .text(settings.defaultAccent.rawValue), .integer(Int64(settings.speedPercent)), .text(voices), SQLValue(now),
        ])
      let stored = StoredSpeechSettings(settings: settings, revision: newest + 1)
      return (stored, AuditTarget(table: "speech_settings", id: 1))
    }
  }
}

extension StoredSpeechSettings {
  fileprivate init(row: inout RowReader) throws(StoreError) {
    let revision = try row.integer()
    var settings = SpeechSettings()
    settings.engines = []
    for name in try row.text().split(separator: ",") {
      guard let engine = SpeechEngineName(rawValue: String(name)) else { throw row.corrupt(back: 1) }
      settings.engines.append(engine)
    }
    settings.defaultAccent = try row.value(Accent.self)
    let speed = Int(try row.integer())
    guard SpeechSettings.speeds.contains(speed), !settings.engines.isEmpty else { throw row.corrupt(back: 1) }
    settings.speedPercent = speed
    for (place, voice) in try JSONColumn.value([String: String].self, from: try row.text()) {
      let parts = place.split(separator: "/").map(String.init)
      guard parts.count == 2, let engine = SpeechEngineName(rawValue: parts[0]), let accent = Accent(rawValue: parts[1]) else {
        throw row.corrupt(back: 1)
      }
      settings.voices[.init(engine, accent)] = voice
    }
    self.init(settings: settings, revision: revision)
  }
}
