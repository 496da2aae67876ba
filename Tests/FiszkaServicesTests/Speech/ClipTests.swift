import CommonProto
import FiszkaAPI
import FiszkaDomain
import Foundation
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaSpeech

/// GetClip, DownloadClip, LookUpClip, PurgeClips: with sounds in memory, and with sounds that only the files have.
@Suite(.timeLimit(.minutes(1))) struct ClipTests {
  private static let missing = String(repeating: "0", count: 64)

  private func options(inMemory: Bool) -> Harness.Options {
    var options = Harness.Options()
    if !inMemory { options.clipLimits.memoryBytes = 0 }
    return options
  }

  private func clip(_ h: Harness, _ text: String = "cat") async throws -> (key: String, sound: [UInt8]) {
    let spoken = try await h.speech.synthesize(SynthesizeRequest(text: text, includeAudio: true))
    h.speechDesk.clips.flush()
    return (try #require(spoken.clip).key, spoken.audio)
  }

  @Test(arguments: [true, false]) func anyPartOfAClipCanBeRead(_ inMemory: Bool) async throws {
    try await Harness.run(options(inMemory: inMemory)) { h in
      let (key, sound) = try await clip(h)
      let size = sound.count
      for (offset, limit) in [(0, 0), (0, 1), (1, 10), (size - 1, 0), (size - 1, 5), (size, 0), (10, 1 << 40), (0, size)] {
        let answer = try await h.speech.getClip(GetClipRequest(key: key, offset: Int64(offset), limitBytes: Int64(limit)))
        let end = limit == 0 ? size : min(size, offset + limit)
        #expect(answer.data == Array(sound[offset..<end]) && answer.sizeBytes == Int64(size) && answer.format == .wav)
      }
      let beyond = try await expectFailure(.outOfRange, .clipOffsetBeyondEnd) {
        try await h.speech.getClip(GetClipRequest(key: key, offset: Int64(size) + 1))
      }
      #expect(beyond == ["size_bytes": "\(size)"])
      let inMemoryBytes: Int64 = inMemory ? Int64(size) : 0
      #expect(h.speechDesk.clips.totals.memoryBytes == inMemoryBytes)
    }
  }

  @Test func whatIsNoKeyOrNoRangeIsRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("key", "offset", "limit_bytes") {
        try await h.speech.getClip(GetClipRequest(key: "../../etc/passwd", offset: -1, limitBytes: -1))
      }
      for key in ["", Self.missing.dropLast() + "G", Self.missing.dropLast() + "A", Self.missing + "0"] {
        try await expectInvalid("key") { try await h.speech.getClip(GetClipRequest(key: String(key))) }
        try await expectInvalid("key") { try await pieces(h, String(key)) }
      }
      try await expectFailure(.notFound, .clipNotFound) { try await h.speech.getClip(GetClipRequest(key: Self.missing)) }
      try await expectFailure(.notFound, .clipNotFound) { try await pieces(h, Self.missing) }
    }
  }

  private func pieces(_ h: Harness, _ key: String) async throws -> [DownloadClipResponse] {
    var pieces: [DownloadClipResponse] = []
    for try await piece in try await h.speech.downloadClip(DownloadClipRequest(key: key)) { pieces.append(piece) }
    return pieces
  }

  @Test(arguments: [true, false]) func aDownloadComesInPiecesThatMakeTheWhole(_ inMemory: Bool) async throws {
    try await Harness.run(options(inMemory: inMemory)) { h in
      let (key, sound) = try await clip(h, String(repeating: "long ", count: 20))
      let pieces = try await pieces(h, key)
      #expect(pieces.count > 3 && pieces.dropLast().allSatisfy { $0.data.count == 65_536 })
      #expect(pieces.flatMap(\.data) == sound)
      #expect(pieces.allSatisfy { $0.sizeBytes == Int64(sound.count) && $0.format == .wav })
    }
  }

  @Test(arguments: ["damaged", "gone"]) func aFileThatIsNotWhatItWasIsNotFoundAndMadeAnew(_ state: String) async throws {
    try await Harness.run(options(inMemory: false)) { h in
      let (key, sound) = try await clip(h)
      let file = URL(filePath: "\(h.folder)/clips/\(key.prefix(2))/\(key).wav")
      if state == "gone" {
        try FileManager.default.removeItem(at: file)
      } else {
        try Data(sound.dropLast() + [sound[sound.count - 1] ^ 1]).write(to: file)
      }
      try await expectFailure(.notFound, .clipNotFound) { try await h.speech.getClip(GetClipRequest(key: key)) }
      #expect(try await h.speech.lookUpClip(LookUpClipRequest(text: "cat")).clip == nil)
      let (again, whole) = try await clip(h)
      #expect(again == key && whole == sound)
      #expect(try await h.speech.getClip(GetClipRequest(key: key)).data == sound)
    }
  }

  @Test func lookingUpFindsWithoutSpeaking() async throws {
    let espeak = VoiceEngine(.espeak)
    var options = Harness.Options()
    options.engines = [espeak]
    try await Harness.run(options) { h in
      #expect(try await h.speech.lookUpClip(LookUpClipRequest(text: "cat")).clip == nil)
      let made = try await h.speech.synthesize(SynthesizeRequest(text: "cat")).clip
      #expect(try await h.speech.lookUpClip(LookUpClipRequest(text: "cat")).clip == made)
      #expect(try await h.speech.lookUpClip(LookUpClipRequest(text: "cat", accent: .us)).clip == nil)
      #expect(espeak.asked.count == 1)
      let missing = try await expectFailure(.failedPrecondition, .speechEngineNotConfigured) {
        try await h.speech.lookUpClip(LookUpClipRequest(text: "cat", engine: .external))
      }
      #expect(missing == ["engine": "external"])
      try await expectInvalid("voice") { try await h.speech.lookUpClip(LookUpClipRequest(text: "cat", voice: "v")) }
    }
  }

  @Test func aPurgeRemovesWhatItNamesAndIsAudited() async throws {
    var options = Harness.Options()
    options.engines = [VoiceEngine(.espeak), VoiceEngine(.coqui)]
    try await Harness.run(options) { h in
      func speak(_ text: String, _ engine: SpeechEngineKind) async throws -> SpeechClip {
        try #require(try await h.speech.synthesize(SynthesizeRequest(text: text, engine: engine)).clip)
      }
      let old = try await speak("old", .espeak)
      _ = try await speak("other", .coqui)
      h.clock.advance(by: .seconds(3_600))
      let border = ProtobufTimestamp(h.clock.now())
      let young = try await speak("young", .espeak)
      let purged = try await h.speech.purgeClips(PurgeClipsRequest(engine: .espeak, accessedBefore: border))
      #expect(purged.removedClips == 1 && purged.removedBytes == old.sizeBytes)
      try await expectFailure(.notFound, .clipNotFound) { try await h.speech.getClip(GetClipRequest(key: old.key)) }
      #expect(try await h.speech.getClip(GetClipRequest(key: young.key)).sizeBytes == young.sizeBytes)
      #expect(try await h.speech.purgeClips(PurgeClipsRequest()).removedClips == 2)
      #expect(try await h.speech.purgeClips(PurgeClipsRequest()).removedClips == 0)
      #expect(try h.number("SELECT count(*) FROM audio_cache") == 0)
      #expect(
        try h.texts("SELECT action FROM audit_logs WHERE action LIKE 'speech.%'")
          == .init(repeating: "speech.purge_clips", count: 3))
      try await expectInvalid("engine", "accessed_before") {
        try await h.speech.purgeClips(
          PurgeClipsRequest(engine: .unrecognized(9), accessedBefore: ProtobufTimestamp(seconds: 1 << 60)))
      }
    }
  }
}
