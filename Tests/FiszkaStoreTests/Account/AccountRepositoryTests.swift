import FiszkaDomain
import Testing

@testable import FiszkaStore

struct AccountRepositoryTests {
  private let harness: StoreHarness
  private var accounts: SQLiteAccountRepository { harness.accounts }

  init() throws {
    harness = try StoreHarness()
  }

  private func names(_ filter: AccountFilter, page: PageRequest = PageRequest()) throws -> [String] {
    try accounts.accounts(filter, page: page, limit: .none).items.map(\.nickname)
  }

  private func update(
    _ account: Account, _ change: AccountChange, audit: AuditIntent? = nil
  ) throws -> AccountOutcome {
    try accounts.update(account.id, change, audit: audit, limit: .none)
  }

  @Test func anAccountIsReadAsItWasMade() throws {
    let intent = AuditIntent(action: "account.create", actorID: 1)
    let ola = try harness.addAccount("Ola", role: .admin, audit: intent)
    #expect(ola.id == 2 && ola.createdAt == harness.now && ola.role == .admin && ola.deletedAt == nil)
    #expect(try accounts.account(2, limit: .none) == ola)
    #expect(
      try harness.texts("SELECT action || target_table || target_id || details FROM audit_logs") == [
        "account.createusers2email,nickname,role,password"
      ])
    #expect(throws: StoreError.notFound("user")) { try accounts.account(3, limit: .none) }
  }

  @Test func anAddressOpensOneAccountWhateverItsCase() throws {
    let ola = try harness.addAccount("Łola")
    let found = try accounts.credentials(for: EmailAddress("łOLA@EXAMPLE.org")!, limit: .none)
    #expect(found?.account == ola && found?.passwordHash == "hash of Łola")
    #expect(try accounts.credentials(of: ola.id, limit: .none)?.account == ola)
    #expect(try accounts.credentials(for: EmailAddress("x@example.org")!, limit: .none) == nil)
    #expect(try accounts.credentials(of: 1, limit: .none)?.passwordHash == nil)
    #expect(throws: StoreError.duplicate("user")) { try harness.addAccount("łola") }
    #expect(try harness.number("SELECT count(*) FROM users") == 2)
  }

  @Test func theCountIsOfOpenAccountsWithoutTheSystem() throws {
    let new = { name in
      NewAccount(email: EmailAddress("\(name)@x")!, nickname: Nickname(name)!, role: .user, passwordHash: "h")
    }
    #expect(try accounts.create(new("a"), at: harness.now, audit: nil, limit: .none).count == 1)
    #expect(try accounts.create(new("b"), at: harness.now, audit: nil, limit: .none).count == 2)
    _ = try accounts.delete(2, at: harness.now, audit: nil, limit: .none)
    #expect(try accounts.create(new("a"), at: harness.now, audit: nil, limit: .none).count == 2)
  }

  @Test func listsGoByIdAndFiltersHold() throws {
    for name in ["Ola", "Ala", "100%", "Żaneta"] { try harness.addAccount(name) }
    try harness.addAccount("Mama", role: .admin)
    #expect(try names(AccountFilter()) == ["Ola", "Ala", "100%", "Żaneta", "Mama"])
    #expect(try names(AccountFilter(role: .admin)) == ["Mama"])
    #expect(try names(AccountFilter(search: TextKey("LA@ex"))) == ["Ola", "Ala"])
    #expect(try names(AccountFilter(search: TextKey("żanetA"))) == ["Żaneta"])
    // Nothing stands for anything.
    #expect(try names(AccountFilter(search: TextKey("%"))) == ["100%"])
    #expect(try names(AccountFilter(search: TextKey("_"))).isEmpty)
    #expect(try names(AccountFilter(search: TextKey("system"))).isEmpty)
    let page = try accounts.accounts(AccountFilter(), page: PageRequest(limit: 2), limit: .none)
    #expect(page.items.count == 2)
    #expect(try names(AccountFilter(), page: PageRequest(limit: 5, after: page.next)) == ["100%", "Żaneta", "Mama"])
    _ = try accounts.delete(3, at: harness.now, audit: nil, limit: .none)
    #expect(try names(AccountFilter(search: TextKey("ala"))).isEmpty)
    #expect(try names(AccountFilter(search: TextKey("ala"), includesDeleted: true)) == ["Ala"])
  }

  @Test func aChangeWritesAndNamesWhatDiffers() throws {
    let ola = try harness.addAccount("Ola")
    let intent = AuditIntent(action: "account.update", actorID: 1)
    let change = AccountChange(email: EmailAddress("Nowa@x"), nickname: Nickname("Ola"), role: .admin)
    let after = Account(id: ola.id, email: "Nowa@x", nickname: "Ola", role: .admin, createdAt: ola.createdAt)
    #expect(try update(ola, change, audit: intent) == .changed(after))
    #expect(intent.details == ["email", "role"] && intent.isUsed)
    #expect(try accounts.credentials(for: EmailAddress("nowa@X")!, limit: .none)?.account == after)
    let again = AuditIntent(action: "account.update", actorID: 1)
    #expect(try update(ola, change, audit: again) == .unchanged(after))
    #expect(!again.isUsed)
    #expect(try harness.number("SELECT count(*) FROM audit_logs") == 1)
  }

  @Test func aTakenAddressIsRefusedAndTheOwnOneIsNot() throws {
    let ola = try harness.addAccount("Ola")
    try harness.addAccount("Ala")
    #expect(throws: StoreError.duplicate("user")) { try update(ola, AccountChange(email: EmailAddress("ALA@example.org"))) }
    guard case .changed(let account) = try update(ola, AccountChange(email: EmailAddress("OLA@example.org"))) else {
      Issue.record("not changed")
      return
    }
    #expect(account.email == "OLA@example.org")
  }

  @Test func theLastAdminStaysWhatTheyAre() throws {
    let mama = try harness.addAccount("Mama", role: .admin)
    let intent = AuditIntent(action: "account.update", actorID: 1)
    #expect(try update(mama, AccountChange(nickname: Nickname("x"), role: .user), audit: intent) == .lastAdmin)
    #expect(try accounts.delete(mama.id, at: harness.now, audit: intent, limit: .none) == .lastAdmin)
    #expect(!intent.isUsed)
    #expect(try accounts.account(mama.id, limit: .none) == mama)
    let tata = try harness.addAccount("Tata", role: .admin)
    _ = try accounts.delete(tata.id, at: harness.now, audit: nil, limit: .none)
    // A deleted admin is none.
    #expect(try accounts.delete(mama.id, at: harness.now, audit: nil, limit: .none) == .lastAdmin)
    try harness.addAccount("Ciocia", role: .admin)
    #expect(try update(mama, AccountChange(role: .user)) != .lastAdmin)
  }

  @Test func twoAdminsAtOnceCannotRemoveEachOther() async throws {
    for round in 0..<10 {
      let pair = [
        try harness.addAccount("a\(round)", role: .admin), try harness.addAccount("b\(round)", role: .admin),
      ]
      let outcomes = try await withThrowingTaskGroup(of: AccountOutcome.self) { [accounts, harness] group in
        for account in pair {
          group.addTask { try accounts.delete(account.id, at: harness.now, audit: nil, limit: .none) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == .lastAdmin }.count == (round == 0 ? 1 : 0), "\(round)")
      #expect(try harness.number("SELECT count(*) FROM users WHERE role = 'admin' AND id > 1 AND deleted_at IS NULL") == 1)
    }
  }

  @Test func aDeletedAccountKeepsItsRecordAndFreesItsAddress() throws {
    let ola = try harness.addAccount("Ola")
    #expect(try harness.openSession(1, of: ola))
    let intent = AuditIntent(action: "account.delete", actorID: 1)
    guard case .changed(let deleted) = try accounts.delete(ola.id, at: harness.now, audit: intent, limit: .none) else {
      Issue.record("not deleted")
      return
    }
    #expect(deleted.deletedAt == harness.now && intent.isUsed)
    #expect(try accounts.account(ola.id, limit: .none) == deleted)
    #expect(try harness.number("SELECT count(*) FROM auth_tokens") == 0)
    #expect(try accounts.credentials(for: EmailAddress("ola@example.org")!, limit: .none) == nil)
    #expect(try accounts.credentials(of: ola.id, limit: .none) == nil)
    #expect(throws: StoreError.notFound("user")) { try accounts.delete(ola.id, at: harness.now, audit: nil, limit: .none) }
    #expect(throws: StoreError.notFound("user")) { try update(ola, AccountChange(role: .admin)) }
    #expect(try harness.addAccount("Ola").id == 3)
  }
}
