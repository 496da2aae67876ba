import Dispatch
package import FiszkaDomain
import Synchronization

// What changes files and records. The functions without `queue` in their name run on the queue.
extension ClipCache {
  /// Brings new clips to disk.
  func write() {
    let items = index.withLock { $0.toWrite }
    if items.isEmpty { return }
    var written: [ClipIndex.Pending] = []
    for item in items {
      do throws(StoreError) {
        try files.write(item.sound, to: item.record.path)
        written.append(item)
      } catch {
        report(.notStored(count: 1, error))
        _ = index.withLock { $0.finish([item], stored: false) }
      }
    }
    do throws(StoreError) {
      try records.put(written.map(\.record), limit: .none)
    } catch {
      report(.notStored(count: written.count, error))
      _ = index.withLock { $0.finish(written, stored: false) }
      for item in written { removeFile(item.record.path) }
      return
    }
    // They were removed while they were written.
    let inVain = index.withLock { $0.finish(written, stored: true) }
    if !inVain.isEmpty { forget(inVain.map(\.record.clip)) }
  }

  /// Notes in the records when clips were last read.
  func writeReads() {
    let times = index.withLock { $0.takeReads() }
    do throws(StoreError) {
      try records.touch(times, limit: .none)
    } catch {
      index.withLock { $0.giveBack(times) }
      report(.failed("note when clips were read", error))
    }
  }

  /// Removes what is too old or too much.
  func expire() {
    let uses = index.withLock { $0.uses }
    let surplus = limits.surplus(uses, at: now())
    if surplus.isEmpty { return }
    do throws(StoreError) {
      report(.expired(ClipTotals(try erase(clips(surplus), audit: nil, limit: .none))))
    } catch {
      report(.failed("remove surplus clips", error))
    }
  }

  /// Compares files with records: a record without its file, and a file without its record, are removed; so is what a crash left half
  /// written.
  func reconcile() {
    do throws(StoreError) {
      let found = try files.files()
      let stored = index.withLock { $0.stored }
      let sizes = Dictionary(found.finished.map { ($0.path, $0.sizeBytes) }) { first, _ in first }
      let lost = stored.filter { sizes[ClipFolder.path($0.key, $0.format)] != $0.sizeBytes }
      let known = Set(stored.map { ClipFolder.path($0.key, $0.format) })
      let strays = found.finished.filter { !known.contains($0.path) }
      for file in strays + found.unfinished { removeFile(file.path) }
      try erase(lost, audit: nil, limit: .none)
      if !(strays.isEmpty && lost.isEmpty && found.unfinished.isEmpty) {
        report(.reconciled(files: strays.count, records: lost.count, unfinished: found.unfinished.count))
      }
    } catch {
      report(.failed("compare files and records of clips", error))
    }
  }

  /// What waits to be written is written first, so that it is not missed.
  package func purge(
    engine: SpeechEngineName?, accessedBefore: Instant?, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ClipTotals {
    let result = queue.sync { () -> Result<ClipTotals, StoreError> in
      write()
      let keys = index.withLock { $0.keys(engine: engine, accessedBefore: accessedBefore) }
      do throws(StoreError) {
        return .success(ClipTotals(try erase(clips(keys), audit: audit, limit: limit)))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Removes a clip whose file is not what was written. Waits for the queue.
  func removeDamaged(_ clip: Clip) {
    report(.damaged(clip.key))
    index.withLock { _ = $0.remove(clip) }
    queue.sync { forget([clip]) }
  }

  /// `erase` for clips that nobody will ask for again, whatever comes of it.
  private func forget(_ clips: [Clip]) {
    do throws(StoreError) {
      try erase(clips, audit: nil, limit: .none)
    } catch {
      report(.failed("remove clips", error))
    }
  }

  private func clips(_ keys: [ClipKey]) -> [Clip] {
    index.withLock { index in keys.compactMap { index.find($0, readAt: nil) } }
  }

  /// Removes records, then what memory knows, then files, a batch at a time; a clip that was made again meanwhile stays.
  ///
  /// - Returns: those removed.
  @discardableResult
  private func erase(_ clips: [Clip], audit: AuditIntent?, limit: WorkLimit) throws(StoreError) -> [Clip] {
    let gone = clips.filter { clip in
      let known = find(clip.key, isRead: false)
      return known == nil || known == clip
    }
    var rest = gone[...]
    var intent = audit
    repeat {
      let some = rest.prefix(Self.batch)
      rest = rest.dropFirst(Self.batch)
      try records.remove(some.map(\.key), audit: intent, limit: limit)
      intent = nil
      index.withLock { index in for clip in some { _ = index.remove(clip) } }
      for clip in some { removeFile(ClipFolder.path(clip.key, clip.format)) }
    } while !rest.isEmpty
    return gone
  }

  private func removeFile(_ path: String) {
    do throws(StoreError) {
      try files.remove(path)
    } catch {
      report(.failed("remove the file of a clip", error))
    }
  }
}

extension ClipTotals {
  init(_ clips: [Clip]) {
    self.init(count: Int64(clips.count), bytes: clips.reduce(0) { $0 + $1.sizeBytes })
  }
}
