import Dispatch
package import FiszkaDomain
import Synchronization

/// The clips that there are. Memory knows every one; sounds lie in files, those read last in memory too. Any thread.
///
/// A new clip is there for everybody at once and goes to disk behind its makers' back: file first, then records, several in one
/// transaction. What a crash takes is made again, as everything in a cache. All that changes files and records runs on one queue, one
/// after the other.
package final class ClipCache: ClipLibrary {
  /// Records that are read, or removed, in one transaction.
  static let batch = 500
  /// Bytes of clips that may wait to be written; more makes their makers wait.
  private static let mostPendingBytes: Int64 = 64 << 20

  let files: ClipFolder
  let records: any ClipRepository
  let limits: ClipLimits
  let now: @Sendable () -> Instant
  let report: @Sendable (ClipEvent) -> Void
  let index: Mutex<ClipIndex>
  let queue = DispatchQueue(label: "fiszka.clips")
  private let digest: @Sendable ([UInt8]) -> [UInt8]
  private let timers = Mutex<[any DispatchSourceTimer]>([])

  /// Empty until `load`.
  ///
  /// - Parameters:
  ///   - digest: SHA-256.
  ///   - report: called from any thread.
  package init(
    files: ClipFolder, records: any ClipRepository, limits: ClipLimits = ClipLimits(),
    digest: @escaping @Sendable ([UInt8]) -> [UInt8], now: @escaping @Sendable () -> Instant,
    report: @escaping @Sendable (ClipEvent) -> Void
  ) {
    self.files = files
    self.records = records
    self.limits = limits
    self.digest = digest
    self.now = now
    self.report = report
    index = Mutex(ClipIndex(memoryBytes: limits.memoryBytes))
  }

  /// Learns of all records. Call it once, before the first caller.
  package func load(limit: WorkLimit) throws(StoreError) {
    var after: Int64? = 0
    while let start = after {
      let (page, last) = try records.page(after: start, count: Self.batch, limit: limit)
      index.withLock { index in for record in page { index.load(record) } }
      after = last
    }
  }

  /// The key of a recipe.
  package func key(_ recipe: ClipRecipe) -> ClipKey { recipe.key(digest) }

  /// The clip of that key. Never blocks.
  ///
  /// - Parameter isRead: whether it counts as a read.
  package func find(_ key: ClipKey, isRead: Bool) -> Clip? {
    let now = isRead ? now() : nil
    return index.withLock { $0.find(key, readAt: now) }
  }

  package func recall(_ key: ClipKey) -> ClipRecall {
    let now = now()
    return index.withLock { $0.recall(key, at: now) }
  }

  package func read(_ key: ClipKey, limit: WorkLimit) throws(StoreError) -> ClipWithSound? {
    try limit.check()
    switch recall(key) {
    case .absent: return nil
    case .sound(let found): return found
    case .stored: break
    }
    guard let clip = find(key, isRead: true) else { return nil }
    guard let sound = try files.read(ClipFolder.path(key, clip.format), sizeBytes: clip.sizeBytes), digest(sound) == clip.sha256
    else {
      // Whoever has replaced it meanwhile keeps it.
      guard find(key, isRead: false) == clip else { return try read(key, limit: limit) }
      removeDamaged(clip)
      return nil
    }
    index.withLock { $0.keep(key, sound) }
    return ClipWithSound(clip: clip, sound: sound)
  }

  /// Keeps what an engine has made. It is there when this returns, and on disk soon after.
  package func add(_ recipe: ClipRecipe, _ sound: [UInt8], durationMilliseconds: Int) -> Clip {
    let key = key(recipe)
    let now = now()
    let clip = Clip(
      key: key, engine: recipe.engine, accent: recipe.order.accent, model: recipe.model,
      speedPercent: recipe.order.speedPercent, format: recipe.format, sizeBytes: Int64(sound.count), sha256: digest(sound),
      durationMilliseconds: Int64(max(durationMilliseconds, 1)), createdAt: now)
    let record = ClipRecord(
      clip: clip, word: recipe.order.text, voice: recipe.order.voice, path: ClipFolder.path(key, recipe.format),
      lastAccessedAt: now)
    let waiting = index.withLock { index in
      index.add(record, sound)
      return index.pendingBytes
    }
    if waiting > Self.mostPendingBytes { queue.sync { write() } } else { queue.async { [weak self] in self?.write() } }
    return clip
  }

  package var totals: ClipTotals { index.withLock { $0.totals } }

  /// Begins what is done now and then: reads are noted, surplus clips removed, files and records compared.
  package func startUpkeep() {
    let jobs: [(first: Int, every: Int, job: @Sendable (ClipCache) -> Void)] = [
      (300, 300, { $0.writeReads() }), (60, 3_600, { $0.expire() }), (0, 21_600, { $0.reconcile() }),
    ]
    timers.withLock { timers in
      for (first, every, job) in jobs {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .seconds(first), repeating: .seconds(every), leeway: .seconds(1))
        timer.setEventHandler { [weak self] in if let self { job(self) } }
        timer.resume()
        timers.append(timer)
      }
    }
  }

  /// Returns once everything is on disk; nothing runs afterwards that touches files or records by itself.
  package func close() {
    timers.withLock { timers in
      for timer in timers { timer.cancel() }
      timers = []
    }
    flush()
  }

  /// Returns once all that was added and read until now is on disk, or cannot be brought there.
  package func flush() {
    queue.sync {
      write()
      writeReads()
    }
  }
}
