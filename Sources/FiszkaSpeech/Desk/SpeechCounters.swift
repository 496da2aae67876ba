package import FiszkaDomain
import Synchronization

/// Counts what the desk does, by engine. Any thread; never blocks.
package final class SpeechCounters: Sendable {
  /// Where a clip came from.
  package enum Source: Int, CaseIterable, Sendable {
    /// The cache.
    case cached
    /// The engine, for this caller.
    case made
    /// The engine, for another caller whom this one joined.
    case shared
  }

  /// What is counted of one engine.
  package struct Counts: Hashable, Sendable {
    /// By `Source.rawValue`.
    package var served = [0, 0, 0]
    /// Syntheses that succeeded.
    package var syntheses = 0
    /// Time of these together.
    package var microseconds: Int64 = 0
    /// By kind of failure.
    package var failures: [SpeechFailureKind: Int] = [:]
  }

  private let counts = Mutex<[SpeechEngineName: Counts]>([:])

  /// By engine; those that never did anything are absent.
  package var all: [SpeechEngineName: Counts] { counts.withLock { $0 } }

  func served(_ engine: SpeechEngineName, _ source: Source) {
    counts.withLock { $0[engine, default: Counts()].served[source.rawValue] += 1 }
  }

  func synthesized(_ engine: SpeechEngineName, _ duration: Duration) {
    let parts = duration.components
    counts.withLock { counts in
      counts[engine, default: Counts()].syntheses += 1
      counts[engine, default: Counts()].microseconds += parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000
    }
  }

  func failed(_ engine: SpeechEngineName, _ failure: SpeechEngineFailure) {
    counts.withLock { $0[engine, default: Counts()].failures[failure.kind, default: 0] += 1 }
  }
}
