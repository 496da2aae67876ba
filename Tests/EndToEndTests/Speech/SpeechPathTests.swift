import CommonProto
import FiszkaAPI
import Foundation
import TTRPC
import Testing

/// Words through the real daemon and the real espeak-ng.
@Suite(.timeLimit(.minutes(3))) struct SpeechPathTests {
  private func spoken(
    _ client: SpeechServiceClient, _ text: String, _ accent: SpeechAccent = .uk, _ format: SpeechFormat = .wav
  ) async throws -> SynthesizeResponse {
    try await client.synthesize(SynthesizeRequest(text: text, accent: accent, format: format, includeAudio: true))
  }

  private func whole(_ client: SpeechServiceClient, _ key: String) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await piece in try await client.downloadClip(DownloadClipRequest(key: key)) { bytes += piece.data }
    return bytes
  }

  @Test func wordsAreSpokenReadFoundAndKept() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    try await server.awaitSpeech()
    let client = try await server.speech()
    let british = try await spoken(client, "schedule")
    let american = try await spoken(client, "schedule", .us)
    let clip = try #require(british.clip)
    #expect(clip.engine == .espeak && clip.accent == .uk && clip.voice == "en-gb" && clip.format == .wav && !british.cached)
    #expect((200...1_500).contains(clip.durationMilliseconds) && clip.sizeBytes == Int64(british.audio.count))
    #expect(british.audio.starts(with: Array("RIFF".utf8)) && american.audio.starts(with: Array("RIFF".utf8)))
    #expect(american.clip?.key != clip.key && american.audio != british.audio && american.clip?.accent == .us)
    let opus = try await spoken(client, "schedule", .uk, .oggOpus)
    #expect(opus.audio.starts(with: Array("OggS".utf8)) && opus.clip?.key != clip.key)
    #expect(opus.audio.count < british.audio.count / 2)

    for (offset, limit) in [(0, 0), (44, 100), (british.audio.count - 1, 9)] {
      let part = try await client.getClip(
        GetClipRequest(key: clip.key, offset: Int64(offset), limitBytes: Int64(limit)))
      let end = limit == 0 ? british.audio.count : min(british.audio.count, offset + limit)
      #expect(part.data == Array(british.audio[offset..<end]) && part.sizeBytes == clip.sizeBytes)
    }
    #expect(try await whole(client, clip.key) == british.audio)
    #expect(try await client.lookUpClip(LookUpClipRequest(text: "schedule", accent: .us)).clip == american.clip)
    #expect(try await client.lookUpClip(LookUpClipRequest(text: "nobody said this")).clip == nil)
    #expect(await server.stop() == 0)

    // What crashes and others leave behind is gone soon after the start; the clips stay.
    let strays = ["stray.wav", ".half.wav.unfinished"].map { "data/clips/\(clip.key.prefix(2))/\($0)" }
    for stray in strays { _ = try folder.file(stray, "x") }
    let next = try await RunningServer.onSocket(in: folder)
    #expect(await next.log.first(containing: "files and records of clips were brought in line") != nil)
    #expect(!strays.contains { folder.has($0) })
    let again = try await next.speech()
    for before in [british, american] {
      let kept = try await spoken(again, "schedule", before.clip?.accent ?? .unspecified)
      #expect(kept.cached && kept.clip == before.clip && kept.audio == before.audio)
    }
    #expect(try await whole(again, try #require(opus.clip).key) == opus.audio)
    #expect(await next.stop() == 0)
  }

  @Test func anImportedLessonIsSpokenInAdvance() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let words = ["dog", "cat", "?!", "to look forward to", "rhythm"]
    let file = try folder.file("words.csv", "english;polish\n" + words.map { "\($0);x\n" }.joined())
    let imported = try await Program.rpcCLI.run(["import", file, "--lesson", "L", "--yes", "--address", server.addresses[0]])
    #expect(imported.exitCode == 0, "\(imported.errors)")
    let client = try await server.speech()
    let request = PrefetchLessonRequest(lessonID: try DataFile(in: server.data).number("SELECT max(id) FROM lessons"))
    func last() async throws -> PrefetchLessonResponse? {
      var last: PrefetchLessonResponse?
      for try await report in try await client.prefetchLesson(request) { last = report }
      return last
    }
    #expect(try await last() == PrefetchLessonResponse(doneItems: 5, totalItems: 5, madeClips: 4, failedItems: 1))
    #expect(try await last() == PrefetchLessonResponse(doneItems: 5, totalItems: 5, cachedClips: 4, failedItems: 1))
    for word in words where word != "?!" { #expect(try await spoken(client, word, .unspecified).cached) }
    #expect(await server.stop() == 0)
    #expect(try DataFile(in: server.data).number("SELECT count(*) FROM audio_cache") == 4)
  }

  @Test func aHundredCallersOfOneNewWordGetOneSynthesis() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    try await server.awaitSpeech()
    var clients: [SpeechServiceClient] = []
    for _ in 0..<100 { clients.append(try await server.speech()) }
    // Long, so that most callers come while it is being spoken.
    let text = String(repeating: "extraordinarily ", count: 15)
    let answers = try await withThrowingTaskGroup(of: SynthesizeResponse.self) { group in
      for client in clients {
        group.addTask { try await client.synthesize(SynthesizeRequest(text: text, includeAudio: true)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let first = try #require(answers.first)
    #expect(answers.count == 100 && answers.allSatisfy { $0.clip == first.clip && $0.audio == first.audio })
    let metrics = try await OperationsServiceClient(try await server.connect()).getMetrics(GetMetricsRequest()).text
    let lines = metrics.split(separator: "\n")
    #expect(lines.contains(#"fiszka_speech_syntheses_total{engine="espeak"} 1"#))
    #expect(lines.contains(#"fiszka_speech_served_total{engine="espeak",source="made"} 1"#))
    #expect(await server.stop() == 0)
  }

  @Test func settingsOutliveTheServerAndAreAudited() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let client = try await server.speech()
    let wanted = SpeechSettings(
      engines: [.espeak], defaultAccent: .us, speedPercent: 120,
      voices: [VoiceChoice(engine: .espeak, accent: .uk, voice: "en-gb-scotland")])
    var wrong = wanted
    wrong.voices[0].voice = "en-nowhere"
    let refused = await #expect(throws: RPCError.self) {
      try await client.updateSpeechSettings(UpdateSpeechSettingsRequest(settings: wrong))
    }
    #expect(refused?.info?.reason == "SPEECH_SETTINGS_REFUSED" && refused?.info?.metadata == ["espeak": "UNKNOWN_VOICE"])
    #expect(try await client.updateSpeechSettings(UpdateSpeechSettingsRequest(settings: wanted)).revision == 1)
    #expect(await server.stop() == 0)
    let next = try await RunningServer.onSocket(in: folder)
    let again = try await next.speech()
    let stored = try await again.getSpeechSettings(GetSpeechSettingsRequest())
    #expect(stored.settings == wanted && stored.revision == 1 && stored.configuredEngines == [.espeak])
    let clip = try await again.synthesize(SynthesizeRequest(text: "cat")).clip
    #expect(clip?.accent == .us && clip?.speedPercent == 120 && clip?.voice == "en-us")
    #expect(try await again.synthesize(SynthesizeRequest(text: "cat", accent: .uk)).clip?.voice == "en-gb-scotland")
    #expect(try DataFile(in: next.data).number("SELECT count(*) FROM audit_logs WHERE action = 'speech.update_settings'") == 1)
    #expect(await next.stop() == 0)
  }
}
