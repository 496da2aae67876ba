import FiszkaDomain
import Synchronization

/// Runs of a test of speech; one test at a time. Any thread.
final class SpeechTrial: Sendable {
  struct Report {
    var microseconds: [Int64] = []
    /// Of runs that failed, each kind once, in the order in which they came.
    var troubles: [FiszkaDomain.SpeechTrouble] = []
    var failures = 0
    var sound: [UInt8] = []
  }

  private let isRunning = Mutex(false)

  /// Nil: another test runs.
  ///
  /// - Throws: `interrupted` and `notConfigured`, which say nothing about the engine.
  func run(
    _ runs: Int, of engine: SpeechEngineName, _ order: SpeechOrder, on desk: any SpeechDesk, limit: WorkLimit,
    clock: () -> Int64
  ) throws(FiszkaDomain.SpeechTrouble) -> Report? {
    let isMine = isRunning.withLock { isRunning in
      defer { isRunning = true }
      return !isRunning
    }
    if !isMine { return nil }
    defer { isRunning.withLock { $0 = false } }
    var report = Report()
    for _ in 0..<runs {
      let start = clock()
      do throws(FiszkaDomain.SpeechTrouble) {
        let audio = try desk.trial(engine, order, limit: limit)
        report.microseconds.append(clock() - start)
        report.sound = audio.wave
      } catch .failure(.interrupted(let interruption)) {
        throw .failure(.interrupted(interruption))
      } catch .notConfigured {
        throw .notConfigured
      } catch {
        report.failures += 1
        if !report.troubles.contains(where: { $0.kind == error.kind }) { report.troubles.append(error) }
      }
    }
    return report
  }
}
