import FiszkaAPI
import Foundation
import TTRPC

extension RunningServer {
  /// The client of a new connection.
  func speech() async throws -> SpeechServiceClient { SpeechServiceClient(try await connect()) }

  /// Returns when the health of "speech" is SERVING.
  func awaitSpeech() async throws {
    let watch = try await HealthServiceClient(try await connect()).watch(HealthCheckRequest(service: "speech"))
    for try await answer in watch where answer.status == .serving { return }
    throw HarnessError("The health of speech is no longer told.")
  }

  /// Processes of fiszka-espeak that this server has started.
  var espeakProcesses: [pid_t] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { pid_t($0) }.filter { pid in
      // "1234 (name) S 1 …": state and parent come behind the name, which may have spaces.
      guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let end = stat.lastIndex(of: ")"), stat[..<end].contains("fiszka-espeak")
      else { return false }
      return stat[end...].split(separator: " ").dropFirst(2).first.flatMap { pid_t($0) } == child.processID
    }
  }
}
