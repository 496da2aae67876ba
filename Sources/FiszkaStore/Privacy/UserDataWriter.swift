import FiszkaDomain

/// Writes everything stored about a person as one JSON object, in one transaction, row by row: memory does not grow with it.
struct UserDataWriter {
  /// Raised when a reader of the file could misunderstand it.
  private static let version: Int64 = 1

  private let user: Int64
  private let connection: Connection
  private var json: JSONStream

  init(of user: Int64, _ connection: Connection, to file: ExportFile) {
    self.user = user
    self.connection = connection
    json = JSONStream(file)
  }

  /// - Parameter now: when the export is made.
  mutating func write(at now: Instant) throws(StoreError) {
    let (user, connection) = (user, connection)
    try json.object { json throws(StoreError) in
      try json.member("format", "fiszka.user-data")
      try json.member("version", Self.version)
      try json.member("made_at", now)
      try Self.writeAccount(user, connection, &json)
      try Self.writeLessons(user, connection, &json)
      try Self.writeImports(user, connection, &json)
      try Self.writeSessions(user, connection, &json)
      try Self.writeReviews(user, connection, &json)
      try Self.writeAuditEntries(user, connection, &json)
    }
    try json.end()
  }

  private static func writeAccount(_ user: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    var isThere = false
    try connection.each(AccountQuery.find, [.integer(user)]) { row throws(StoreError) in
      isThere = true
      try json.object("account") { json throws(StoreError) in
        try json.member("id", try row.integer())
        try json.member("email", try row.text())
        try json.member("nickname", try row.text())
        try json.member("role", try row.text())
        try json.member("created_at", try row.instant())
        try json.member("deleted_at", try row.optionalInstant())
      }
    }
    if !isThere { throw .notFound("user") }
  }

  private static func writeLessons(_ user: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("lessons") { json throws(StoreError) in
      try connection.each(UserDataQuery.lessons, [.integer(user)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          let id = try row.integer()
          try json.member("id", id)
          try json.member("title", try row.text())
          try json.member("description", try row.text())
          try json.member("is_deleted", try row.bool())
          try json.member("created_at", try row.instant())
          try json.member("updated_at", try row.instant())
          try writeItems(of: id, connection, &json)
        }
      }
    }
  }

  private static func writeItems(of lesson: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("items") { json throws(StoreError) in
      try connection.each(UserDataQuery.items, [.integer(lesson)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          try json.member("id", try row.integer())
          try json.member("english", try row.text())
          try json.member("polish", try row.text())
          try json.member("example", try row.text())
          try json.member("tags", TagList(parsing: try row.text()).values)
          try json.member("phonetic_hint", try row.text())
          try json.member("created_at", try row.instant())
        }
      }
    }
  }

  private static func writeImports(_ user: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("imports") { json throws(StoreError) in
      try connection.each(UserDataQuery.imports, [.integer(user)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          try json.member("id", try row.integer())
          try json.member("filename", try row.text())
          try json.member("status", try row.text())
          try json.member("total_rows", try row.integer())
          try json.member("error_rows", try row.integer())
          try json.member("created_at", try row.instant())
          try json.member("committed_at", try row.optionalInstant())
          try json.member("lesson_id", try row.optionalInteger())
        }
      }
    }
  }

  private static func writeSessions(_ user: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("sessions") { json throws(StoreError) in
      try connection.each(UserDataQuery.sessions, [.integer(user)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          let id = try row.integer()
          try json.member("id", id)
          try json.member("lesson_id", try row.integer())
          try json.member("started_at", try row.instant())
          try json.member("finished_at", try row.optionalInstant())
          try json.member("duration_seconds", try row.optionalInteger())
          try json.plain("score", try row.optionalNumber())
          try writeAnswers(of: id, connection, &json)
        }
      }
    }
  }

  private static func writeAnswers(of session: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("answers") { json throws(StoreError) in
      try connection.each(UserDataQuery.answers, [.integer(session)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          try json.member("id", try row.integer())
          try json.member("lesson_item_id", try row.integer())
          try json.member("english", try row.text())
          try json.member("polish", try row.text())
          try json.member("user_answer", try row.text())
          try json.member("is_correct", try row.bool())
          try json.member("created_at", try row.instant())
        }
      }
    }
  }

  private static func writeReviews(_ user: Int64, _ connection: Connection, _ json: inout JSONStream) throws(StoreError) {
    try json.list("reviews") { json throws(StoreError) in
      try connection.each(UserDataQuery.reviews, [.integer(user)]) { row throws(StoreError) in
        try json.record { json throws(StoreError) in
          try json.member("lesson_item_id", try row.integer())
          try json.member("english", try row.text())
          try json.member("polish", try row.text())
          try json.member("state", try row.text())
          try json.member("last_reviewed_at", try row.optionalInstant())
          try json.member("next_review_at", try row.instant())
          try json.plain("interval_days", try row.optionalNumber())
          guard let history = try row.optionalText() else { throw row.corrupt(back: 1) }
          try json.plain("history", history)
        }
      }
    }
  }

  private static func writeAuditEntries(
    _ user: Int64, _ connection: Connection, _ json: inout JSONStream
  ) throws(StoreError) {
    try json.list("audit_entries") { json throws(StoreError) in
      try connection.each(UserDataQuery.auditEntries, [.integer(user)]) { row throws(StoreError) in
        let entry = try AuditEntry(row: &row)
        try json.record { json throws(StoreError) in
          try json.member("id", entry.id)
          try json.member("action", entry.action)
          try json.member("target_table", entry.target?.table ?? "")
          try json.member("target_id", entry.target?.id ?? 0)
          try json.member("fields", entry.fields)
          try json.member("created_at", entry.createdAt)
        }
      }
    }
  }
}
