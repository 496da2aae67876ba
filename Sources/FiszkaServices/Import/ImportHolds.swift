import Dispatch
import FiszkaDomain
import Synchronization

/// Which imports have a call that works on them alone. Revisions in the store keep single writes right; this keeps long work
/// and the raw file right, and tells other calls to come again.
final class ImportHolds: Sendable {
  enum Work {
    case uploading, reading, committing, undoing, discarding, erasing
  }

  /// How often a waiting call asks its limit, in milliseconds.
  private static let askEvery = 10

  private struct Holder {
    let work: Work
    var waiting: [DispatchSemaphore] = []
  }

  private enum OnEnter {
    case entered
    case refused
    case wait(DispatchSemaphore)
  }

  private let holders = Mutex<[Int64: Holder]>([:])

  /// Runs `body` while no other call holds the import.
  ///
  /// A commit waits for a running commit, and an erasure for whatever runs; everything else is refused while another call is at work.
  /// - Throws: `ImportFailure.inUse`; what `body` throws.
  func hold<Answer>(_ id: Int64, for work: Work, limit: WorkLimit, _ body: () throws -> Answer) throws -> Answer {
    try enter(id, work, limit)
    defer { leave(id) }
    return try body()
  }

  /// - Throws: `ImportFailure.inUse` while a call reads, commits, undoes, discards or erases the import.
  func check(_ id: Int64) throws(ImportFailure) {
    switch holders.withLock({ $0[id]?.work }) {
    case nil, .uploading: return
    case .reading, .committing, .undoing, .discarding, .erasing: throw .inUse
    }
  }

  private func enter(_ id: Int64, _ work: Work, _ limit: WorkLimit) throws {
    while true {
      let order = holders.withLock { holders -> OnEnter in
        guard let holder = holders[id] else {
          holders[id] = Holder(work: work)
          return .entered
        }
        switch (holder.work, work) {
        case (.committing, .committing), (_, .erasing): break
        default: return .refused
        }
        let signal = DispatchSemaphore(value: 0)
        holders[id]?.waiting.append(signal)
        return .wait(signal)
      }
      switch order {
      case .entered: return
      case .refused: throw ImportFailure.inUse
      case .wait(let signal):
        // Whoever gives up leaves a signal behind that nobody waits for.
        while signal.wait(timeout: .now() + .milliseconds(Self.askEvery)) == .timedOut { try limit.check() }
      }
    }
  }

  private func leave(_ id: Int64) {
    let waiting = holders.withLock { $0.removeValue(forKey: id)?.waiting ?? [] }
    for signal in waiting { signal.signal() }
  }
}
