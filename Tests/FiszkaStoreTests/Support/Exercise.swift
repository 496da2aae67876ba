import FiszkaDomain

@testable import FiszkaStore

/// Calls every function of the repositories, so that each of their statements has been prepared.
enum Exercise {
  static func everything(_ harness: StoreHarness) throws {
    try importsUntilCommit(harness)
    try listings(harness)
    try undoAndDiscard(harness)
    try audit(harness)
    try speech(harness)
    try privacy(harness)
    try accounts(harness)
  }

  private static func accounts(_ harness: StoreHarness) throws {
    let accounts = harness.accounts
    let account = try harness.addAccount("Iza", role: .admin)
    _ = try accounts.account(account.id, limit: .none)
    _ = try accounts.accounts(AccountFilter(search: TextKey("iza")), page: PageRequest(), limit: .none)
    _ = try accounts.credentials(for: EmailAddress(account.email)!, limit: .none)
    _ = try accounts.credentials(of: account.id, limit: .none)
    _ = try harness.openSession(1, of: account)
    _ = try harness.sessions.all(limit: .none)
    _ = try harness.sessions.sessions(ofAccount: account.id, limit: .none)
    try harness.sessions.noteUses([SessionUse(sessionID: 1, at: harness.now)], limit: .none)
    try harness.sessions.end([1], limit: .none)
    _ = try accounts.setPasswordHash(
      "new", of: account.id, replacing: nil, keepingSession: nil, audit: nil, limit: .none)
    let change = AccountChange(email: EmailAddress("x@x"), nickname: Nickname("x"), role: .user)
    _ = try accounts.update(account.id, change, audit: nil, limit: .none)
    _ = try accounts.delete(account.id, at: harness.now, audit: nil, limit: .none)
  }

  /// Of account 2, which has something of everything.
  private static func privacy(_ harness: StoreHarness) throws {
    let user = try harness.addPerson("Ola")
    let persons = SQLitePersonRepository(harness.store)
    let exports = UserDataExportFolder(harness.store, makeDigest: { ForeignDigest() })
    let (export, _) = try exports.create(of: user, requestedBy: user, at: harness.now, audit: nil, limit: .none)
    _ = try exports.subject(ofExport: export.id, limit: .none)
    try exports.recordDownload(of: export, audit: AuditIntent(action: "privacy.read_export", actorID: user), limit: .none)
    try exports.removeExpired(at: harness.now, limit: .none)
    try exports.removeUnfinished(limit: .none)
    _ = try persons.hasPerson(user, limit: .none)
    // Not the last admin: then nobody asks for others.
    try harness.run("UPDATE users SET role = 'admin' WHERE id > 1")
    _ = try harness.addUser("Another")
    try harness.run("UPDATE users SET role = 'admin' WHERE id > 1")
    _ = try persons.beginErasure(of: user, at: harness.now, audit: nil, limit: .none)
    _ = try exports.removeAll(of: user, limit: .none)
    _ = try persons.unfinishedErasures(limit: .none)
    _ = try persons.imports(of: user, limit: .none)
    try persons.blankAnswers(of: user, limit: .none)
    try persons.finishErasure(of: user, at: harness.now, limit: .none)
  }

  private static func audit(_ harness: StoreHarness) throws {
    let audit = SQLiteAuditRepository(harness.store)
    for filter in [AuditFilter(), AuditFilter(actorID: 1), AuditFilter(targetTable: "users", targetID: 1)] {
      _ = try audit.entries(filter, page: PageRequest(), limit: .none)
    }
  }

  private static func importsUntilCommit(_ harness: StoreHarness) throws {
    let imports = harness.imports
    var item = try harness.create(target: .newLesson(title: "Words"))
    let audit = AuditIntent(action: "import.upload", actorID: 1)
    item = try imports.recordUpload(receivedBytes: 10, of: item, audit: audit, limit: .none)
    // Twice, so that the second reading finds rows to delete.
    for _ in 1...2 {
      item = try imports.beginStaging(.init(hasHeader: true), of: item, limit: .none)
      let rows = Sample.rows(25) + [Sample.row(26, "", "pies"), Sample.row(27, "dog")]
      try imports.stage(rows, of: item, limit: .none)
      item = try harness.finish(item, rows)
    }
    for status in [ImportStatus.previewed, .failed] {
      item = try imports.setStatus(status, of: item, audit: nil, limit: .none)
    }
    for selection in StagedRowSelection.allCases {
      _ = try imports.rows(of: item.id, selection, page: PageRequest(), limit: .none)
    }
    _ = try imports.rows(of: item.id, numbers: [2, 1, 99], limit: .none)
    item = try imports.correct(
      [Sample.row(26, "dog", "pies")], status: .previewed, of: item, audit: nil, limit: .none)
    _ = try imports.commit(to: .newLesson(title: "Words"), at: harness.now, of: item, audit: nil, limit: .none)
  }

  private static func listings(_ harness: StoreHarness) throws {
    for uploader in [nil, 1] as [Int64?] {
      let filter = ImportFilter(uploadedBy: uploader, status: .committed)
      _ = try harness.imports.list(filter, page: PageRequest(), limit: .none)
    }
    for title in [nil, TextKey("Words")] {
      for owner in [nil, 1] as [Int64?] {
        let filter = LessonFilter(ownerID: owner, search: TextKey("wor"), title: title)
        _ = try harness.lessons.lessons(filter, page: PageRequest(), limit: .none)
      }
    }
    let lesson = try harness.lessons.lesson(1, limit: .none)
    for search in [nil, TextKey("dog")] {
      _ = try harness.lessons.items(ofLesson: lesson.id, search: search, page: PageRequest(), limit: .none)
    }
  }

  private static func speech(_ harness: StoreHarness) throws {
    let clips = SQLiteClipRepository(harness.store)
    let record = Sample.clip(1, at: harness.now)
    try clips.put([record], limit: .none)
    try clips.touch([record.clip.key: harness.now], limit: .none)
    _ = try clips.page(after: 0, count: 1, limit: .none)
    try clips.remove([record.clip.key], audit: nil, limit: .none)
    let settings = SQLiteSpeechSettingsRepository(harness.store)
    _ = try settings.save(SpeechSettings(), over: 0, at: harness.now, audit: nil, limit: .none)
    _ = try settings.load(limit: .none)
    _ = try harness.lessons.phoneticHint(ofEnglish: TextKey("dog"), limit: .none)
  }

  private static func undoAndDiscard(_ harness: StoreHarness) throws {
    let imports = harness.imports
    _ = try imports.commit(
      to: .lesson(id: 1), at: harness.now, of: harness.staged(Sample.rows(3)), audit: nil, limit: .none)
    _ = try imports.undo(harness.committed(Sample.rows(3)), at: harness.now, audit: nil, limit: .none)
    let large = try harness.staged(Sample.rows(Int64(SQLiteImportRepository.batch) + 1))
    try imports.discard(large, audit: nil, limit: .none)
    let files = ImportFileFolder(harness.store, makeDigest: { ForeignDigest() })
    try files.write([1], at: 0, ofImport: 1)
    try files.removeAbandoned(limit: .none)
  }
}
