import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

@Suite struct EspeakPoolTests {
  private let events = Recorder<EspeakEvent>()

  private func pool(processes: Int = 1, timeoutMilliseconds: Int = 10_000, worker: String = Program.espeakWorker) -> EspeakPool {
    var settings = EspeakSettings(worker: worker)
    settings.processes = processes
    settings.timeoutMilliseconds = timeoutMilliseconds
    settings.queue = 200
    return EspeakPool(worker, settings) { [events] in events.record($0) }
  }

  private func speak(_ pool: EspeakPool, _ text: String = "schedule", limit: WorkLimit = .none) throws(SpeechEngineFailure)
    -> Wave
  {
    try pool.speak(text, voice: "en-gb", wordsPerMinute: 175, limit: limit)
  }

  /// Stops a process; returns when none of its threads runs any more.
  private func freeze(_ process: Int32) async -> Bool {
    kill(process, SIGSTOP)
    return await Threads.until {
      let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
      return threads.allSatisfy { thread in
        let state = try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/stat", encoding: .utf8)
        return state?.contains(") T ") ?? true
      }
    }
  }

  @Test func processStaysFromWordToWord() throws {
    let pool = pool()
    let first = try speak(pool)
    let process = pool.idleProcessIDs
    #expect(try speak(pool, "word").samples.count > 2_000)
    #expect(process.count == 1)
    #expect(pool.idleProcessIDs == process)
    #expect(first.sampleRate == 22_050)
    #expect(events.all.isEmpty)
  }

  @Test func warmPoolHasAllItsProcesses() throws {
    let pool = pool(processes: 2)
    pool.warmUp()
    #expect(Set(pool.idleProcessIDs).count == 2)
  }

  @Test func processesKilledWhileIdleAreReplaced() async throws {
    let pool = pool(processes: 2)
    pool.warmUp()
    let killed = pool.idleProcessIDs
    for process in killed { kill(process, SIGKILL) }
    #expect(await Threads.until { pool.idleAlive == 0 })
    #expect(try speak(pool).samples.count > 2_000)
    #expect(Set(pool.idleProcessIDs).isDisjoint(with: killed))
    #expect(events.all == [.died, .died])
  }

  @Test func wordOfAProcessThatIsKilledIsTriedAgain() async throws {
    let pool = pool()
    _ = try speak(pool)
    let process = try #require(pool.idleProcessIDs.first)
    // It takes the call and does not answer.
    #expect(await freeze(process))
    let stop = Stop()
    let result = Threads.Running {
      Result { () throws(SpeechEngineFailure) in try self.speak(pool, limit: stop.limit) }
    }
    #expect(await Threads.until { stop.asked > 3 })
    kill(process, SIGKILL)
    #expect(try await result.value.get().samples.count > 2_000)
    #expect(events.all == [.died])
  }

  @Test func wordOfAProcessThatHangsIsTriedAgain() async throws {
    let pool = pool(timeoutMilliseconds: 500)
    _ = try speak(pool)
    let process = try #require(pool.idleProcessIDs.first)
    #expect(await freeze(process))
    #expect(try speak(pool).samples.count > 2_000)
    #expect(events.all == [.hung])
    #expect(kill(process, 0) == -1 && errno == ESRCH)
  }

  @Test func callerThatGivesUpDoesNotWaitForAProcessThatHangs() async throws {
    let pool = pool()
    _ = try speak(pool)
    let process = try #require(pool.idleProcessIDs.first)
    #expect(await freeze(process))
    let stop = Stop(.cancelled)
    let start = ContinuousClock.now
    #expect(throws: SpeechEngineFailure.interrupted(.cancelled)) { try speak(pool, limit: stop.limit) }
    #expect(start.duration(to: .now) < .seconds(5))
    // It goes on, and its late answer is nobody's.
    kill(process, SIGCONT)
    #expect(try speak(pool, "another").samples.count > 2_000)
  }

  @Test func programThatEndsAtOnceFailsTheWord() {
    #expect(throws: SpeechEngineFailure.failed("two processes of espeak-ng in a row did not survive the text")) {
      try speak(pool(worker: "/bin/true"))
    }
    #expect(events.all == [.died, .died])
  }

  @Test func programThatIsMissingIsUnreachable() {
    #expect(throws: SpeechEngineFailure.unreachable("cannot start /nowhere/program: No such file or directory")) {
      try speak(pool(worker: "/nowhere/program"))
    }
  }

  @Test func hundredCallersAtOnceAreAllServed() async throws {
    let pool = pool(processes: 2)
    let waves = await Threads.run(100) { number in
      Result { () throws(SpeechEngineFailure) in try self.speak(pool, "word number \(number)") }
    }
    for wave in waves { #expect(try wave.get().samples.count > 10_000) }
    #expect(pool.idleProcessIDs.count <= 2)
    #expect(events.all.isEmpty)
  }

  @Test func textInAnotherScriptDoesNotChangeLaterWords() throws {
    let pool = pool()
    let before = try pool.phonemes("one, two", voice: "en-gb", limit: .none)
    for text in ["ᎪᎫ", "AᎢ⯼㴸o", "日本", "слово", "ﷺ"] {
      _ = try? speak(pool, text)
      _ = try? pool.phonemes(text, voice: "en-gb", limit: .none)
      #expect(try pool.phonemes("one, two", voice: "en-gb", limit: .none) == before)
    }
    #expect(before == "wˈɒn tˈuː")
  }

  @Test func processEndsWithItsParentsEndOfTheSocket() async throws {
    let ends = try SocketPair()
    let null = try OwnedDescriptor.open("/dev/null", O_RDWR)
    let process = try ChildProcess(
      Program.espeakWorker, [], descriptors: [null.number, null.number, 2, ends.second.number])
    #expect(!process.hasEnded)
    // What the kernel does for a parent that dies.
    close(ends.takeFirst().take())
    #expect(await Threads.until { process.hasEnded })
  }

  @Test func processThatWasNotStartedByTheDaemonSaysSo() async throws {
    let lines = Recorder<String>()
    let ends = try SocketPair()
    let process = try ChildProcess(Program.espeakWorker, [], descriptors: [0, 1, ends.second.number])
    LineReader.start(ends.takeFirst()) { lines.record($0) }
    #expect(await Threads.until { process.hasEnded && !lines.all.isEmpty })
    #expect(lines.all == ["fiszka-espeak: this program is started by fiszkad, with a socket as descriptor 3"])
  }
}
