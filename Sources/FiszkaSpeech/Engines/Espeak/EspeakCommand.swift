import FiszkaDomain
import Foundation
import Glibc

/// espeak-ng as a command, a process for each text: ten times slower than the pool.
///
/// Its exit code is 0 also for a file that it could not write and for a full disk: only the file counts.
final class EspeakCommand: EspeakBackend {
  private let program: String
  private let timeoutMilliseconds: Int
  private let turns: TurnQueue

  init(_ settings: EspeakSettings) {
    program = settings.command
    timeoutMilliseconds = settings.timeoutMilliseconds
    turns = TurnQueue(places: settings.processes, mostWaiting: settings.queue)
  }

  func speak(_ text: String, voice: String, wordsPerMinute: Int, limit: WorkLimit) throws(SpeechEngineFailure) -> Wave {
    let file = try system { () throws(SystemFailure) in try TemporaryFile() }
    let output = try run(["-v", voice, "-s", "\(wordsPerMinute)", "-w", file.path], text, limit, known: voice)
    do throws(WaveFault) {
      return try Wave(decoding: file.contents())
    } catch .notWave {
      throw .failed(output.lastError.isEmpty ? "espeak-ng wrote no sound" : output.lastError)
    } catch {
      throw .badAudio("\(error)")
    }
  }

  func phonemes(_ text: String, voice: String, limit: WorkLimit) throws(SpeechEngineFailure) -> String {
    let text = try run(["-v", voice, "-q", "--ipa"], text, limit, known: voice).text
    // A line for each part of a sentence.
    return text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [String] {
    let table = try run(["--voices=en"], "", limit, known: nil).text
    // Pty, language, age and gender, name, file.
    let voices = table.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> String? in
      let columns = line.split(separator: " ")
      guard columns.count >= 5, !columns[4].hasPrefix("mb/"), columns[1] == "en" || columns[1].hasPrefix("en-") else {
        return nil
      }
      return columns[1].lowercased()
    }
    return Set(voices).sorted()
  }

  func warmUp() {}

  /// - Parameter known: A voice whose absence explains a failure.
  private func run(
    _ arguments: [String], _ text: String, _ limit: WorkLimit, known voice: String?
  ) throws(SpeechEngineFailure) -> CommandRun.Output {
    if let voice, voice != "en-gb", voice != "en-us", try !voices(limit: limit).contains(voice) { throw .unknownVoice(voice) }
    return try turns.turn(limit: limit) { () throws(SpeechEngineFailure) in
      do throws(SystemFailure) {
        // UTF-8, and the text from standard input, where no dash makes an option of it.
        let run = try CommandRun(program, ["-b", "1", "--stdin"] + arguments, input: text)
        return run.wait(milliseconds: timeoutMilliseconds, limit: limit)
      } catch {
        throw .unreachable("\(error)")
      }
    }.get()
  }

  private func system<Value>(_ body: () throws(SystemFailure) -> Value) throws(SpeechEngineFailure) -> Value {
    do throws(SystemFailure) { return try body() } catch { throw .unreachable("\(error)") }
  }
}
