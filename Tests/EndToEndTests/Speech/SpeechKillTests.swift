import FiszkaAPI
import Foundation
import Synchronization
import TTRPC
import Testing

/// A server that dies while it speaks.
@Suite(.timeLimit(.minutes(3))) struct SpeechKillTests {
  private static let rounds = 8

  /// The texts of calls that were answered.
  private final class Answered: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    /// How many they are with this one.
    func add(_ text: String) -> Int {
      texts.withLock { texts in
        texts.append(text)
        return texts.count
      }
    }
  }

  /// Speaks new words from several sides at once until the server is killed, at the answer with this number.
  private func speakUntilKilled(_ server: RunningServer, round: Int, after last: Int) async -> [String] {
    let answered = Answered()
    await withTaskGroup(of: Void.self) { group in
      for caller in 0..<4 {
        group.addTask {
          do {
            let client = try await server.speech()
            for number in 0... {
              let text = "round \(round) caller \(caller) number \(number)"
              _ = try await client.synthesize(SynthesizeRequest(text: text))
              if answered.add(text) == last { server.child.send(SIGKILL) }
            }
          } catch {
            // The connection is gone with the server.
          }
        }
      }
    }
    await server.kill()
    return answered.all
  }

  @Test func whateverAKilledServerLeavesEveryClipIsWholeAfterTheNextStart() async throws {
    let folder = try TemporaryFolder()
    var answered: [String] = []
    for round in 0..<Self.rounds {
      let server = try await RunningServer.onSocket(in: folder)
      // The first answers wait for the engine to start; later rounds die in the middle of its work.
      answered += await speakUntilKilled(server, round: round, after: 1 + round * 11 % 37)
    }
    #expect(answered.count >= Self.rounds)

    let server = try await RunningServer.onSocket(in: folder)
    let client = try await server.speech()
    let data = try DataFile(in: server.data)
    var (rows, files): (Set<String>, Set<String>) = ([], [])
    // They are compared soon after the start.
    repeat {
      await Task.yield()
      rows = Set(try data.texts("SELECT path FROM audio_cache"))
      files = Set(try FileManager.default.subpathsOfDirectory(atPath: folder / "data/clips").filter { $0.contains("/") })
    } while rows != files
    #expect(!rows.isEmpty)
    for key in try data.texts("SELECT hash FROM audio_cache") {
      let part = try await client.getClip(GetClipRequest(key: key))
      #expect(part.data.starts(with: Array("RIFF".utf8)) && Int64(part.data.count) == part.sizeBytes)
    }
    // What was answered and not kept is spoken again.
    var kept = 0
    for text in answered {
      let again = try await client.synthesize(SynthesizeRequest(text: text, includeAudio: true))
      #expect(again.audio.starts(with: Array("RIFF".utf8)), "\(text)")
      if again.cached { kept += 1 }
    }
    // Rounds in which nothing was cut off would show nothing.
    #expect(kept > 0 && kept < answered.count, "\(kept) of \(answered.count)")
    #expect(await server.stop() == 0)
    #expect(try data.number("SELECT count(*) FROM audio_cache") >= Int64(answered.count))
  }
}
