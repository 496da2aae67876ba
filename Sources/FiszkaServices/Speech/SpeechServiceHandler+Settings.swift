package import FiszkaAPI
import FiszkaDomain
package import TTRPC

extension SpeechServiceHandler {
  /// What engines speak before settings are stored.
  private static let checkText = "schedule"

  /// From memory.
  package func getSpeechSettings(
    _ request: GetSpeechSettingsRequest, _ call: CallContext
  ) throws(RPCError) -> GetSpeechSettingsResponse {
    let stored = ports.desk.settings
    return GetSpeechSettingsResponse(
      settings: .init(stored.settings), revision: stored.revision,
      configuredEngines: ports.desk.configured.map { SpeechEngineKind($0) })
  }

  /// Tries the engines first, then stores.
  package func updateSpeechSettings(
    _ request: UpdateSpeechSettingsRequest, _ call: CallContext
  ) throws(RPCError) -> UpdateSpeechSettingsResponse {
    var check = RequestCheck()
    let settings = check.settings(request.settings)
    check.require(request.revision >= 0, "revision", "is not negative.")
    try check.finish()
    guard let settings else { throw .invalid(field: "settings", "is required.") }
    let old = ports.desk.settings
    if request.revision != old.revision { throw .settingsChanged(newest: old.revision) }
    return try call.answer(.none) { limit in
      let passedOver = try tried(settings, over: old.settings, limit: limit)
      for field in settings.changes(from: old.settings) { call.auditIntent?.addDetail(field: field) }
      let stored = try changed(to: settings, over: old.revision, call, limit)
      return UpdateSpeechSettingsResponse(
        settings: .init(stored.settings), revision: stored.revision, passedOver: passedOver.map { PassedOverEngine($0) })
    }
  }

  private func changed(
    to settings: FiszkaDomain.SpeechSettings, over revision: Int64, _ call: CallContext, _ limit: WorkLimit
  ) throws -> StoredSpeechSettings {
    do {
      return try ports.desk.change(to: settings, over: revision, audit: call.auditIntent, limit: limit)
    } catch StoreError.changed {
      throw RPCError.settingsChanged(newest: ports.desk.settings.revision)
    }
  }

  /// Lets engines speak as the settings want it.
  ///
  /// - Returns: those that do not, where the settings are good all the same.
  /// - Throws: SPEECH_SETTINGS_REFUSED.
  private func tried(
    _ settings: FiszkaDomain.SpeechSettings, over old: FiszkaDomain.SpeechSettings, limit: WorkLimit
  ) throws -> [PassedOver] {
    var refused: [PassedOver] = []
    var passedOver: [PassedOver] = []
    var speaks = false
    for check in settings.checks(over: old, configured: Set(ports.desk.configured)) {
      let order = SpeechOrder(
        text: Self.checkText, accent: check.accent, voice: settings.voice(of: check.engine, check.accent),
        speedPercent: settings.speedPercent)
      do throws(FiszkaDomain.SpeechTrouble) {
        _ = try ports.desk.trial(check.engine, order, limit: limit)
        if check.accent == settings.defaultAccent { speaks = true }
      } catch .failure(.interrupted(let interruption)) {
        throw RPCError(interruption)
      } catch {
        let passed = PassedOver(check.engine, error)
        if check.isRequired { refused.append(passed) } else { passedOver.append(passed) }
      }
    }
    if !refused.isEmpty { throw RPCError.settingsRefused(refused) }
    if !speaks {
      let missing = settings.engines.filter { name in !passedOver.contains { $0.engine == name } }
      throw RPCError.settingsRefused(passedOver + missing.map { PassedOver($0, .notConfigured) })
    }
    return passedOver
  }

  /// Asks the engines one after the other.
  package func listVoices(_ request: ListVoicesRequest, _ call: CallContext) throws(RPCError) -> ListVoicesResponse {
    var check = RequestCheck()
    let engine = check.engine(request.engine, "engine")
    try check.finish()
    let limit = WorkLimit(call)
    if let engine, !ports.desk.configured.contains(engine) { throw .engineNotConfigured(engine) }
    var engines: [EngineVoices] = []
    for name in engine.map({ [$0] }) ?? ports.desk.configured {
      do throws(FiszkaDomain.SpeechTrouble) {
        let voices = try ports.desk.voices(name, limit: limit).prefix(1_000)
        engines.append(
          EngineVoices(engine: .init(name), voices: voices.map { EngineVoice(name: $0.name, accent: .init($0.accent)) }))
      } catch .failure(.interrupted(let interruption)) {
        throw RPCError(interruption)
      } catch {
        engines.append(EngineVoices(engine: .init(name), trouble: .init(error)))
      }
    }
    return ListVoicesResponse(engines: engines)
  }

  /// From memory.
  package func getSpeechHealth(
    _ request: GetSpeechHealthRequest, _ call: CallContext
  ) throws(RPCError) -> GetSpeechHealthResponse {
    let used = ports.desk.settings.settings.engines
    let engines = ports.desk.configured.compactMap { name -> EngineHealth? in
      guard let health = ports.desk.health(name) else { return nil }
      return EngineHealth(
        engine: .init(name), used: used.contains(name), resting: health.breaker != .closed,
        successes: Int64(health.successes), failures: Int64(health.failures),
        lastTrouble: health.lastFailure.map { .init($0) } ?? .unspecified)
    }
    let totals = ports.clips.totals
    return GetSpeechHealthResponse(
      serving: used.contains { ports.desk.health($0)?.isExpectedToSpeak ?? false }, engines: engines, clips: totals.count,
      clipBytes: totals.bytes, memoryBytes: totals.memoryBytes)
  }
}

extension FiszkaDomain.SpeechSettings {
  /// Names of the columns that differ.
  fileprivate func changes(from old: FiszkaDomain.SpeechSettings) -> [String] {
    [
      engines == old.engines ? nil : "engines", defaultAccent == old.defaultAccent ? nil : "default_accent",
      speedPercent == old.speedPercent ? nil : "speed_percent", voices == old.voices ? nil : "voices",
    ].compactMap(\.self)
  }
}
