import FiszkaDomain
import Testing

@testable import FiszkaStore

struct SpeechSettingsRepositoryTests {
  private let harness: StoreHarness
  private var repository: SQLiteSpeechSettingsRepository { SQLiteSpeechSettingsRepository(harness.store) }
  private let settings = SpeechSettings(
    engines: [.piper, .espeak], defaultAccent: .us, speedPercent: 90,
    voices: [.init(.piper, .uk): "en_GB-alba-medium", .init(.espeak, .us): "en-us-nyc"])

  init() throws {
    harness = try StoreHarness()
  }

  @Test func settingsAreKeptWithTheirRevisionAndAudited() throws {
    #expect(try repository.load(limit: .none) == nil)
    let intent = AuditIntent(action: "speech.update_settings", actorID: 1)
    let first = try repository.save(settings, over: 0, at: harness.now, audit: intent, limit: .none)
    #expect(first == StoredSpeechSettings(settings: settings, revision: 1))
    #expect(try repository.load(limit: .none) == first)
    let second = try repository.save(SpeechSettings(), over: 1, at: harness.now, audit: nil, limit: .none)
    #expect(try repository.load(limit: .none) == second)
    #expect(second == StoredSpeechSettings(settings: SpeechSettings(), revision: 2))
    #expect(try harness.texts("SELECT target_table || target_id FROM audit_logs") == ["speech_settings1"])
  }

  @Test func aChangeOverAnOlderRevisionChangesNothing() throws {
    let intent = AuditIntent(action: "speech.update_settings", actorID: 1)
    let stored = try repository.save(settings, over: 0, at: harness.now, audit: nil, limit: .none)
    for revision in [0, 2] as [Int64] {
      #expect(throws: StoreError.changed) {
        try repository.save(SpeechSettings(), over: revision, at: harness.now, audit: intent, limit: .none)
      }
    }
    #expect(try repository.load(limit: .none) == stored)
    #expect(!intent.isUsed)
  }

  @Test(
    arguments: [
      "UPDATE speech_settings SET engines = 'siri'", "UPDATE speech_settings SET engines = ''",
      "UPDATE speech_settings SET voices = '{\"piper\": \"x\"}'", "UPDATE speech_settings SET voices = 'x'",
    ] as [StaticString])
  func settingsThatCannotBeAreCorrupt(_ damage: StaticString) throws {
    _ = try repository.save(settings, over: 0, at: harness.now, audit: nil, limit: .none)
    try harness.run(damage)
    let error = #expect(throws: StoreError.self) { try repository.load(limit: .none) }
    guard case .corrupt = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func theHintOfAWordIsThatOfItsNewestItem() throws {
    _ = try harness.committed([Sample.row(1, "Schedule", "plan", hint: "szedjul"), Sample.row(2, "cat", "kot")])
    _ = try harness.committed([Sample.row(1, "schedule", "rozkład", hint: "skedżul")], title: "Other")
    #expect(try harness.lessons.phoneticHint(ofEnglish: TextKey("SCHEDULE "), limit: .none) == "skedżul")
    #expect(try harness.lessons.phoneticHint(ofEnglish: TextKey("cat"), limit: .none) == nil)
  }
}
