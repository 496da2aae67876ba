import FiszkaDomain
import Testing

@testable import FiszkaStore

struct PasswordChangeTests {
  private let harness: StoreHarness
  private let ola: Account

  init() throws {
    harness = try StoreHarness()
    ola = try harness.addAccount("Ola")
  }

  private func set(_ hash: String, replacing: String? = nil, keeping: Int64? = nil, audit: AuditIntent? = nil) throws -> Int64 {
    try harness.accounts.setPasswordHash(
      hash, of: ola.id, replacing: replacing, keepingSession: keeping, audit: audit, limit: .none)
  }

  @Test func aNewPasswordEndsTheOtherSessions() throws {
    for byte in 1...3 as ClosedRange<UInt8> { #expect(try harness.openSession(byte, of: ola)) }
    let kept = try harness.sessions.sessions(ofAccount: ola.id, limit: .none).sessions[1]
    let intent = AuditIntent(action: "account.change_password", actorID: ola.id)
    #expect(try set("new", replacing: "hash of Ola", keeping: kept.id, audit: intent) == 2)
    #expect(intent.isUsed && intent.details == ["password"])
    #expect(try harness.openSessions(of: ola) == [2])
    #expect(try set("newer") == 1)
    #expect(try harness.accounts.credentials(of: ola.id, limit: .none)?.passwordHash == "newer")
  }

  @Test func aPasswordThatChangedMeanwhileIsNotReplaced() throws {
    #expect(throws: StoreError.changed) { try set("new", replacing: "another") }
    #expect(try harness.accounts.credentials(of: ola.id, limit: .none)?.passwordHash == "hash of Ola")
    _ = try harness.accounts.delete(ola.id, at: harness.now, audit: nil, limit: .none)
    #expect(throws: StoreError.notFound("user")) { try set("new") }
  }
}
