package import FiszkaDomain
import Synchronization

/// Where words are spoken: the cache first, then engine after engine, each behind its breaker, one synthesis for all callers of the
/// same clip. Any thread.
package final class EngineDesk: SpeechDesk {
  /// An engine, with and without its breaker.
  struct Member: Sendable {
    let engine: any SpeechEngine
    let guarded: BreakerEngine
  }

  let members: [SpeechEngineName: Member]
  let clips: ClipCache
  let counters = SpeechCounters()
  let ports: SpeechDeskPorts
  let current: Mutex<StoredSpeechSettings>
  private let flights = SingleFlight<ClipKey, ClipWithSound>()
  private let encoder = OpusEncoder()

  /// Reads the settings.
  ///
  /// - Parameter engines: those that the server has, each name once, without breakers.
  package init(
    _ engines: [any SpeechEngine], breaker: BreakerSettings = BreakerSettings(), clips: ClipCache, ports: SpeechDeskPorts
  ) throws(StoreError) {
    let pairs = engines.map { ($0.name, Member(engine: $0, guarded: BreakerEngine($0, breaker))) }
    members = Dictionary(pairs) { first, _ in first }
    self.clips = clips
    self.ports = ports
    let stored = try ports.settings.load(limit: .none)
    current = Mutex(stored ?? StoredSpeechSettings(settings: SpeechSettings(), revision: 0))
  }

  package func recall(_ wish: SpeechWish, withSound: Bool) throws(SpeechRefusal) -> SpokenClip? {
    let settings = settings.settings
    var passedOver: [PassedOver] = []
    for name in try wish.engines(settings) {
      guard let member = members[name], let recipe = recipe(wish, name, settings) else { continue }
      let key = clips.key(recipe)
      switch withSound ? clips.recall(key) : .absent {
      case .sound(let found):
        counters.served(name, .cached)
        return SpokenClip(clip: found.clip, isCached: true, passedOver: passedOver, sound: found.sound)
      case .stored:
        return nil
      case .absent:
        if !withSound, let clip = clips.find(key, isRead: true) {
          counters.served(name, .cached)
          return SpokenClip(clip: clip, isCached: true, passedOver: passedOver)
        }
      }
      // One that can be asked now has to be.
      guard let rest = member.guarded.restMilliseconds else { return nil }
      passedOver.append(PassedOver(name, .failure(.resting(retryAfterMilliseconds: rest))))
    }
    return nil
  }

  package func find(_ wish: SpeechWish) throws(SpeechRefusal) -> Clip? {
    let settings = settings.settings
    for name in try wish.engines(settings) {
      if let recipe = recipe(wish, name, settings), let clip = clips.find(clips.key(recipe), isRead: false) { return clip }
    }
    if let engine = wish.engine, members[engine] == nil { throw .engineNotUsed(engine) }
    return nil
  }

  package func speak(
    _ wish: SpeechWish, withSound: Bool, limit: WorkLimit, admit: () throws(SpeechRefusal) -> Void
  ) throws(SpeechRefusal) -> SpokenClip {
    let settings = settings.settings
    var passedOver: [PassedOver] = []
    var isAdmitted = false
    let names = try wish.engines(settings)
    for (place, name) in names.enumerated() {
      guard let member = members[name], let recipe = recipe(wish, name, settings) else { continue }
      if let cached = self.cached(recipe, withSound: withSound, limit: limit) {
        counters.served(name, .cached)
        return SpokenClip(clip: cached.clip, isCached: true, passedOver: passedOver, sound: withSound ? cached.sound : nil)
      }
      if !isAdmitted { try admit() }
      isAdmitted = true
      let hasNext = names[(place + 1)...].contains { next in members[next].map { $0.guarded.restMilliseconds == nil } ?? false }
      do throws(SpeechEngineFailure) {
        let (made, isOwn) = try made(recipe, by: member, limit: limit.share(hasNext: hasNext))
        counters.served(name, isOwn ? .made : .shared)
        return SpokenClip(clip: made.clip, isCached: false, passedOver: passedOver, sound: withSound ? made.sound : nil)
      } catch .interrupted {
        if let interruption = limit.interruption { throw .interrupted(interruption) }
        // Only its share of the time was over.
        passedOver.append(PassedOver(name, .failure(.timedOut)))
      } catch {
        passedOver.append(PassedOver(name, .failure(error)))
      }
    }
    let all = names.map { name in
      passedOver.first { $0.engine == name } ?? PassedOver(name, .notConfigured)
    }
    throw SpeechRefusal(all, of: wish)
  }

  /// The clip, from memory or disk; a file that cannot be read counts as none.
  private func cached(_ recipe: ClipRecipe, withSound: Bool, limit: WorkLimit) -> (clip: Clip, sound: [UInt8]?)? {
    let key = clips.key(recipe)
    if !withSound { return clips.find(key, isRead: true).map { ($0, nil) } }
    do throws(StoreError) {
      return try clips.read(key, limit: limit).map { ($0.clip, $0.sound) }
    } catch {
      return nil
    }
  }

  /// Lets the engine speak, or waits for another caller for whom it does.
  private func made(
    _ recipe: ClipRecipe, by member: Member, limit: WorkLimit
  ) throws(SpeechEngineFailure) -> (value: ClipWithSound, isOwn: Bool) {
    try flights.run(clips.key(recipe), limit: limit) { shared throws(SpeechEngineFailure) in
      // Somebody may have made it since this caller looked.
      if case .sound(let found) = clips.recall(clips.key(recipe)) { return found }
      switch recipe.format {
      case .wav:
        let audio = try synthesize(recipe.order, by: member, limit: shared)
        let clip = clips.add(recipe, audio.wave, durationMilliseconds: audio.durationMilliseconds)
        return ClipWithSound(clip: clip, sound: audio.wave)
      case .opus:
        let wave = try wave(for: recipe.encoded(as: .wav), by: member, limit: shared)
        let duration = Int(wave.clip.durationMilliseconds)
        // The encoder reads the rate in the wave itself.
        let opus = try encoder.encode(SpokenAudio(wave: wave.sound, durationMilliseconds: duration, sampleRate: 0))
        return ClipWithSound(clip: clips.add(recipe, opus, durationMilliseconds: duration), sound: opus)
      }
    }
  }

  private func wave(
    for recipe: ClipRecipe, by member: Member, limit: WorkLimit
  ) throws(SpeechEngineFailure) -> ClipWithSound {
    if let (clip, sound) = cached(recipe, withSound: true, limit: limit), let sound {
      return ClipWithSound(clip: clip, sound: sound)
    }
    return try made(recipe, by: member, limit: limit).value
  }

  private func synthesize(
    _ order: SpeechOrder, by member: Member, limit: WorkLimit
  ) throws(SpeechEngineFailure) -> SpokenAudio {
    let start = ContinuousClock.now
    defer { ports.onOutcome(isServing) }
    do throws(SpeechEngineFailure) {
      let audio = try member.guarded.synthesize(order, limit: limit)
      counters.synthesized(member.engine.name, ContinuousClock.now - start)
      return audio
    } catch {
      counters.failed(member.engine.name, error)
      throw error
    }
  }

  /// Nil when the server does not have the engine.
  private func recipe(_ wish: SpeechWish, _ name: SpeechEngineName, _ settings: SpeechSettings) -> ClipRecipe? {
    guard let engine = members[name]?.engine else { return nil }
    let order = wish.order(for: name, settings)
    return ClipRecipe(
      order: order, engine: name, model: engine.voiceIdentity(order.accent, voice: order.voice), format: wish.format)
  }
}
