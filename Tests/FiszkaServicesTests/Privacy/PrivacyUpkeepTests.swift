import FiszkaAPI
import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct PrivacyUpkeepTests {
  /// The first events of an upkeep, which is stopped afterwards.
  private func events(_ count: Int, _ h: Harness) async -> [PrivacyUpkeep.Event] {
    let (stream, continuation) = AsyncStream.makeStream(of: PrivacyUpkeep.Event.self)
    let upkeep = PrivacyUpkeep(h.privacyPorts, pause: .milliseconds(5)) { continuation.yield($0) }
    upkeep.start()
    var events: [PrivacyUpkeep.Event] = []
    for await event in stream {
      events.append(event)
      if events.count == count { break }
    }
    upkeep.stop()
    return events
  }

  @Test func expiredExportsGoAndOthersStay() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let old = try await h.privacy.createUserDataExport(.init(userID: person.id)).export!.id
      h.clock.advance(by: .seconds(86_400))
      let new = try await h.privacy.createUserDataExport(.init(userID: person.id)).export!.id
      h.clock.advance(by: .seconds(29 * 86_400))
      let events = await events(1, h)
      guard case .removedExports([old]) = events[0] else {
        Issue.record("\(events)")
        return
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(h.folder)/exports") == ["\(new).json"])
      #expect(try h.texts("SELECT file_path FROM exports") == ["exports/\(new).json"])
    }
  }

  @Test func anExportThatExpiresLaterGoesInALaterRound() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      let id = try await h.privacy.createUserDataExport(.init(userID: person.id)).export!.id
      async let found = events(1, h)
      h.clock.advance(by: UserDataExport.lifetime)
      guard case .removedExports([id]) = await found[0] else {
        Issue.record("another event")
        return
      }
    }
  }

  @Test func aBrokenErasureIsEnded() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      _ = try await h.staged("\(person.nickname);ja\n", options: person.options)
      let audit = AuditIntent(action: "privacy.erase", actorID: 1)
      _ = try h.privacyPorts.persons.beginErasure(of: person.id, at: h.clock.now(), audit: audit, limit: .none)
      #expect(try !h.files(holding: person.traces).isEmpty)
      guard case .finishedErasures([person.id]) = await events(1, h)[0] else {
        Issue.record("another event")
        return
      }
      #expect(try h.files(holding: person.traces) == [])
      #expect(try h.number("SELECT count(*) FROM users WHERE erased_at IS NOT NULL") == 1)
    }
  }

  @Test func aFailureIsToldAndTriedAgain() async throws {
    try await Harness.run { h in
      let person = try h.addPerson()
      _ = try h.privacyPorts.persons.beginErasure(of: person.id, at: h.clock.now(), audit: nil, limit: .none)
      h.refusesRewrites.set(true)
      for event in await events(2, h) {
        guard case .failed(StoreError.full) = event else {
          Issue.record("\(event)")
          return
        }
      }
      h.refusesRewrites.set(false)
      guard case .finishedErasures([person.id]) = await events(1, h)[0] else {
        Issue.record("another event")
        return
      }
    }
  }
}
