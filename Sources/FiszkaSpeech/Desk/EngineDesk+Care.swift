package import FiszkaDomain
import Synchronization

// Settings, trials, health.
extension EngineDesk {
  /// What a probe speaks.
  private static let probeText = "speech"
  /// How long an engine has for it: one that hangs is not to keep the next from being tried.
  private static let probeTime = Duration.seconds(5)

  package var settings: StoredSpeechSettings { current.withLock { $0 } }

  /// The newest revision holds, in whatever order two changes come back.
  package func change(
    to settings: SpeechSettings, over revision: Int64, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> StoredSpeechSettings {
    let stored = try ports.settings.save(settings, over: revision, at: ports.now(), audit: audit, limit: limit)
    current.withLock { current in
      // Two changes may come back in either order.
      if stored.revision > current.revision { current = stored }
    }
    ports.onOutcome(isServing)
    return stored
  }

  package var configured: [SpeechEngineName] {
    let used = settings.settings.engines
    return (used + SpeechEngineName.allCases.filter { !used.contains($0) }).filter { members[$0] != nil }
  }

  /// As the engine's breaker has counted.
  package func health(_ engine: SpeechEngineName) -> SpeechEngineHealth? { members[engine]?.guarded.health }

  /// Whether an engine of the settings can be expected to speak. Never blocks.
  package var isServing: Bool {
    settings.settings.engines.contains { members[$0]?.guarded.health.isExpectedToSpeak ?? false }
  }

  /// Lets the engines of the settings speak until one succeeds, so that one that rests gets its chance. Nothing of it is cached.
  package func probe(limit: WorkLimit) {
    let settings = settings.settings
    for name in settings.engines {
      guard let member = members[name] else { continue }
      let order = SpeechOrder(
        text: Self.probeText, accent: settings.defaultAccent, voice: settings.voice(of: name, settings.defaultAccent),
        speedPercent: settings.speedPercent)
      do throws(SpeechEngineFailure) {
        _ = try member.guarded.synthesize(order, limit: limit.atMost(Self.probeTime))
        break
      } catch {
        counters.failed(name, error)
      }
    }
    ports.onOutcome(isServing)
  }

  /// Asks the engine itself, not its breaker: an operator wants to know.
  package func trial(
    _ engine: SpeechEngineName, _ order: SpeechOrder, limit: WorkLimit
  ) throws(SpeechTrouble) -> SpokenAudio {
    guard let member = members[engine] else { throw .notConfigured }
    do throws(SpeechEngineFailure) {
      return try member.engine.synthesize(order, limit: limit)
    } catch {
      throw .failure(error)
    }
  }

  /// An open breaker does not keep it from being asked.
  package func voices(_ engine: SpeechEngineName, limit: WorkLimit) throws(SpeechTrouble) -> [SpeechVoice] {
    guard let member = members[engine] else { throw .notConfigured }
    do throws(SpeechEngineFailure) {
      return try member.guarded.voices(limit: limit)
    } catch {
      throw .failure(error)
    }
  }

  /// What a lesson says, else phonemes.
  package func phoneticHint(_ wish: SpeechWish, limit: WorkLimit) -> String? {
    // What a lesson says was written for its learners. A failure leaves no hint: the caller is told of a greater one already.
    if let hint = try? ports.hints.phoneticHint(ofEnglish: TextKey(wish.text.text), limit: limit) { return hint }
    let accent = wish.accent ?? settings.settings.defaultAccent
    return try? ports.transcriber?.phonemes(of: wish.text.text, accent: accent, limit: limit)
  }
}
