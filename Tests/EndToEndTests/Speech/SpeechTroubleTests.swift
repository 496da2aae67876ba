import CommonProto
import FiszkaAPI
import Foundation
import Synchronization
import TTRPC
import Testing

/// Engines that die, engines that are not there, and callers who mean harm.
@Suite(.timeLimit(.minutes(10))) struct SpeechTroubleTests {
  /// What came of a call.
  private struct Answer: Sendable {
    let text: String
    let response: SynthesizeResponse?
    let error: RPCError?
    let duration: Duration
  }

  /// What all callers have done together.
  private final class Tally: Sendable {
    let done = Atomic(0)
    let killed = Atomic(0)

    /// Kills every process that speaks whenever twenty calls are done.
    func callIsDone(_ server: RunningServer) {
      if done.wrappingAdd(1, ordering: .relaxed).newValue % 20 != 0 { return }
      for process in server.espeakProcesses where kill(process, SIGKILL) == 0 { killed.add(1, ordering: .relaxed) }
    }
  }

  /// A text of which there is only one. Those of neighbours, and of callers at the same place, are heard for times that differ by a third
  /// of a second, so that the time shows whose sound it is, and that all of it is there.
  private func text(_ number: Int) -> String {
    "number \(number)" + String(repeating: " and more", count: number % 8)
  }

  private func answer(_ client: SpeechServiceClient, _ text: String, within timeout: Duration) async -> Answer {
    let start = ContinuousClock.now
    do throws(RPCError) {
      let response = try await client.synthesize(
        SynthesizeRequest(text: text, includeAudio: true), options: CallOptions(timeout: timeout))
      return Answer(text: text, response: response, error: nil, duration: ContinuousClock.now - start)
    } catch {
      return Answer(text: text, response: nil, error: error, duration: ContinuousClock.now - start)
    }
  }

  @Test func whateverIsKilledEveryCallIsAnsweredInTimeAndNothingWrongIsKept() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    try await server.awaitSpeech()
    let timeout = Duration.seconds(20)
    let tally = Tally()
    let answers = try await withThrowingTaskGroup(of: [Answer].self) { group in
      for caller in 0..<8 {
        let client = try await server.speech()
        group.addTask {
          var answers: [Answer] = []
          for number in 0..<125 {
            answers.append(await answer(client, text(caller * 125 + number), within: timeout))
            tally.callIsDone(server)
          }
          return answers
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(answers.count == 1_000 && tally.killed.load(ordering: .relaxed) >= 50)
    #expect(answers.allSatisfy { $0.duration < timeout })
    for error in answers.compactMap(\.error) {
      #expect(error.code == .unavailable && error.info?.reason == "SPEECH_UNAVAILABLE", "\(error.message)")
    }
    let spoken = answers.compactMap { answer in answer.response.map { (answer.text, $0) } }
    #expect(spoken.count >= 100)
    #expect(await server.stop() == 0)
    #expect(server.log.all.contains { $0.contains("a process of espeak-ng ended and is replaced") })

    // A server whose engines nobody kills says the same, and the first one has stored nothing else.
    let other = try TemporaryFolder()
    let (quiet, again) = (try await RunningServer.onSocket(in: other), try await RunningServer.onSocket(in: folder))
    let (truth, kept) = (try await quiet.speech(), try await again.speech())
    var last: Int64 = 0
    var neighboursDiffer = 0
    for (number, (text, response)) in spoken.enumerated() {
      let clip = try #require(response.clip)
      #expect(try await kept.getClip(GetClipRequest(key: clip.key)).data == response.audio, "\(text)")
      if number % 5 != 0 { continue }
      let right = try #require(try await truth.synthesize(SynthesizeRequest(text: text)).clip)
      // Two syntheses of one text may differ by some twentieths of a second, as pauses of espeak-ng do.
      #expect(right.key == clip.key && abs(right.durationMilliseconds - clip.durationMilliseconds) < 150, "\(text)")
      if abs(last - clip.durationMilliseconds) >= 150 { neighboursDiffer += 1 }
      last = clip.durationMilliseconds
    }
    // That the comparison can tell texts apart.
    #expect(neighboursDiffer > spoken.count / 8)
    #expect(try DataFile(in: again.data).number("SELECT count(*) FROM audio_cache") == Int64(spoken.count))
    for server in [quiet, again] { #expect(await server.stop() == 0) }
  }

  @Test func withoutAnyEngineThePronunciationAndTheReasonsAreTold() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--espeak-worker", folder / "none"], ["PATH": folder / "nowhere"],
      home: folder)
    #expect(await server.log.first(containing: "no engine can speak") != nil)
    let file = try folder.file("words.csv", "english;polish;phonetic_hint\ncat;kot;kæt\n")
    let imported = try await Program.rpcCLI.run(["import", file, "--lesson", "L", "--yes", "--address", server.addresses[0]])
    #expect(imported.exitCode == 0, "\(imported.errors)")
    let connection = try await server.connect()
    let health = try await HealthServiceClient(connection).check(HealthCheckRequest(service: "speech"))
    #expect(health.status == .notServing)
    let answer = await answer(SpeechServiceClient(connection), "Cat", within: .seconds(20))
    #expect(answer.error?.code == .unavailable && answer.error?.info?.reason == "SPEECH_UNAVAILABLE")
    var reasons = answer.error?.info?.metadata ?? [:]
    #expect(["UNREACHABLE", "RESTING"].contains(reasons.removeValue(forKey: "espeak")))
    #expect(
      reasons == [
        "coqui": "NOT_CONFIGURED", "piper": "NOT_CONFIGURED", "external": "NOT_CONFIGURED", "phonetic_hint": "kæt",
      ])
    #expect(await server.stop() == 0)
  }

  @Test func aServerThatTakesConnectionsAndNeverAnswersKeepsNobodyFromHearing() async throws {
    let folder = try TemporaryFolder()
    let silent = try SilentServer()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--piper-url", silent.url], home: folder)
    try await server.awaitSpeech()
    let client = try await server.speech()
    for number in 0..<4 {
      let answer = await answer(client, "number \(number)", within: .seconds(10))
      #expect(answer.response?.clip?.engine == .espeak && answer.response?.passedOver.map(\.engine) == [.piper])
      #expect(answer.duration < .seconds(10))
    }
    // It has kept callers waiting so often that it is left alone.
    let last = await answer(client, "number 4", within: .seconds(10))
    #expect(last.response?.passedOver == [PassedOverEngine(engine: .piper, trouble: .resting)])
    let health = try await client.getSpeechHealth(GetSpeechHealthRequest())
    #expect(health.serving && health.engines.first { $0.engine == .piper }?.lastTrouble == .timedOut)
    #expect(await server.stop() == 0)
  }

  @Test func hostileRequestsAreRefusedOrSpokenAsTheyStand() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let client = try await server.speech()
    for text in ["", " ", "a\u{0}b", "\u{1B}[31m", String(repeating: "x", count: 256)] {
      let answer = await answer(client, text, within: .seconds(20))
      #expect(answer.error?.code == .invalidArgument && answer.error?.info?.reason == "REQUEST_INVALID", "\(text)")
    }
    for text in ["?!…", "—", "()"] {
      let answer = await answer(client, text, within: .seconds(20))
      #expect(answer.error?.code == .invalidArgument && answer.error?.info?.reason == "SPEECH_TEXT_UNSUITED", "\(text)")
    }
    for text in [
      "-v pl", "--version", "-", "[[f@nt'astIk]] one", "<speak>one</speak>", "$(id)", "; rm -rf /", "../../etc/passwd",
      "%s%n", "🙂", String(repeating: "ab ", count: 85),
    ] {
      let answer = await answer(client, text, within: .seconds(20))
      let isRight = answer.response.map { $0.audio.starts(with: Array("RIFF".utf8)) } ?? (answer.error?.code == .invalidArgument)
      #expect(isRight, "\(text): \(answer.error?.message ?? "")")
    }
    // Not the word that these letters mean as phonemes.
    let marks = await answer(client, "[[kat]]", within: .seconds(20)).response
    let word = await answer(client, "cat", within: .seconds(20)).response
    #expect(marks?.clip?.key != word?.clip?.key && word != nil)
    try await refuseWrongFields(client, key: try #require(word?.clip).key, size: Int64(try #require(word).audio.count))
    #expect(await answer(client, "cat", within: .seconds(20)).response?.cached == true)
    #expect(await server.stop() == 0)
  }

  private func refuseWrongFields(_ client: SpeechServiceClient, key: String, size: Int64) async throws {
    let requests = [
      SynthesizeRequest(text: "cat", accent: .unrecognized(99)), SynthesizeRequest(text: "cat", engine: .unrecognized(-1)),
      SynthesizeRequest(text: "cat", format: .unrecognized(7)), SynthesizeRequest(text: "cat", speedPercent: .max),
    ]
    for request in requests {
      let error = await #expect(throws: RPCError.self) { try await client.synthesize(request) }
      #expect(error?.info?.reason == "REQUEST_INVALID", "\(request)")
    }
    for engine in [SpeechEngineKind.coqui, .piper, .external] {
      let error = await #expect(throws: RPCError.self) {
        try await client.synthesize(SynthesizeRequest(text: "cat", engine: engine))
      }
      #expect(error?.info?.reason == "SPEECH_ENGINE_NOT_CONFIGURED")
    }
    let ranges: [(String, Int64, Int64, String)] = [
      (key, size + 1, 0, "CLIP_OFFSET_BEYOND_END"), (key, .max, .max, "CLIP_OFFSET_BEYOND_END"),
      (key, -1, 0, "REQUEST_INVALID"), (key, 0, .min, "REQUEST_INVALID"), ("../../../etc/passwd", 0, 0, "REQUEST_INVALID"),
      (String(repeating: "0", count: 64), 0, 0, "CLIP_NOT_FOUND"),
    ]
    for (key, offset, limit, reason) in ranges {
      let error = await #expect(throws: RPCError.self) {
        try await client.getClip(GetClipRequest(key: key, offset: offset, limitBytes: limit))
      }
      #expect(error?.info?.reason == reason)
    }
    #expect(try await client.getClip(GetClipRequest(key: key, offset: size)).data.isEmpty)
  }
}
