import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaSpeech

/// The command as it misbehaves: its exit code tells nothing.
@Suite struct EspeakCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The file that the command is to write is its last argument.
  private func command(_ script: String, timeoutMilliseconds: Int = 10_000) throws -> EspeakCommand {
    var settings = EspeakSettings(worker: nil)
    settings.command = try Program.script("for last; do :; done; \(script)", in: folder)
    settings.timeoutMilliseconds = timeoutMilliseconds
    return EspeakCommand(settings)
  }

  private func speak(_ command: EspeakCommand, limit: WorkLimit = .none) throws(SpeechEngineFailure) -> Wave {
    try command.speak("word", voice: "en-gb", wordsPerMinute: 175, limit: limit)
  }

  @Test func commandThatWritesNothingFails() throws {
    let command = try command("exit 0")
    #expect(throws: SpeechEngineFailure.failed("espeak-ng wrote no sound")) { try speak(command) }
  }

  @Test func commandThatComplainsIsQuoted() throws {
    let command = try command("echo one >&2; echo no space left >&2; exit 0")
    #expect(throws: SpeechEngineFailure.failed("no space left")) { try speak(command) }
  }

  @Test func halfAFileIsBadAudio() throws {
    let command = try command("espeak-ng -w \"$last\" word; truncate -s 5000 \"$last\"")
    #expect(throws: SpeechEngineFailure.badAudio("a WAVE file that breaks off")) { try speak(command) }
  }

  @Test func failingExitCodeAloneIsNoFailure() throws {
    let command = try command("espeak-ng -w \"$last\" word; exit 1")
    #expect(try speak(command).samples.count > 2_000)
  }

  @Test func commandThatHangsIsKilled() async throws {
    let command = try command("echo $$ > \(folder / "id"); exec tail -f /dev/null", timeoutMilliseconds: 300)
    #expect(throws: SpeechEngineFailure.timedOut) { try speak(command) }
    try expectEnded()
  }

  @Test func commandIsKilledWhenItsCallerGivesUp() async throws {
    let command = try command("echo $$ > \(folder / "id"); exec tail -f /dev/null")
    let stop = Stop()
    let result = Threads.Running {
      Result { () throws(SpeechEngineFailure) in try self.speak(command, limit: stop.limit) }
    }
    let id = folder / "id"
    let hasBegun = await Threads.until { (try? String(contentsOfFile: id, encoding: .utf8))?.last?.isNewline ?? false }
    #expect(hasBegun)
    stop.stop(.cancelled)
    let outcome = await result.value
    #expect(throws: SpeechEngineFailure.interrupted(.cancelled)) { try outcome.get() }
    try expectEnded()
  }

  private func expectEnded() throws {
    let text = try String(contentsOfFile: folder / "id", encoding: .utf8)
    let id = try #require(Int32(text.dropLast()))
    #expect(kill(id, 0) == -1 && errno == ESRCH)
  }
}
