import CommonProto
package import FiszkaAPI
package import FiszkaDomain
package import TTRPC

/// `fiszka.v1.AuditService`.
package struct AuditServiceHandler: AuditService {
  private let entries: any AuditRepository

  package init(entries: any AuditRepository) {
    self.entries = entries
  }

  package func listAuditEntries(
    _ request: ListAuditEntriesRequest, _ call: CallContext
  ) throws(RPCError) -> ListAuditEntriesResponse {
    var check = RequestCheck()
    let filter = check.auditFilter(request)
    try check.finish()
    let query = try PageQuery(size: request.pageSize, token: request.pageToken, filter: filter.tokenFilter)
    return try call.answer(.none) { limit in
      let (found, next) = try query.collect(
        { (page) throws(StoreError) in try entries.entries(filter, page: page, limit: limit) },
        key: \.id, convert: { FiszkaAPI.AuditEntry($0) })
      return ListAuditEntriesResponse(entries: found, nextPageToken: next)
    }
  }
}

extension RequestCheck {
  private static let longestNameBytes = 100

  fileprivate mutating func auditFilter(_ request: ListAuditEntriesRequest) -> AuditFilter {
    require(request.actorUserID >= 0, "actor_user_id", "is an id, from 1; 0 means all.")
    for (text, field) in [(request.action, "action"), (request.targetTable, "target_table")] {
      require(text.utf8.count <= Self.longestNameBytes, field, "has at most \(Self.longestNameBytes) bytes.")
    }
    require(request.targetID >= 0, "target_id", "is an id, from 1; 0 means all.")
    require(request.targetID <= 0 || !request.targetTable.isEmpty, "target_id", "needs target_table.")
    return AuditFilter(
      actorID: request.actorUserID == 0 ? nil : request.actorUserID, action: request.action.isEmpty ? nil : request.action,
      targetTable: request.targetTable.isEmpty ? nil : request.targetTable,
      targetID: request.targetID == 0 ? nil : request.targetID, from: instant(request.from, "from"),
      until: instant(request.until, "until"))
  }
}

extension AuditFilter {
  /// Texts come with their lengths, which keeps the parts apart.
  fileprivate var tokenFilter: String {
    func part(_ text: String?) -> String { "\(text?.utf8.count ?? 0):\(text ?? "")" }
    func part(_ time: Instant?) -> String { time.map { "\($0.microseconds)" } ?? "" }
    return """
      audit;actor=\(actorID ?? 0);action=\(part(action));table=\(part(targetTable));id=\(targetID ?? 0);from=\(part(from));\
      until=\(part(until))
      """
  }
}

extension FiszkaAPI.AuditEntry {
  init(_ entry: FiszkaDomain.AuditEntry) {
    self.init(
      id: entry.id, actorUserID: entry.actorID, action: entry.action, targetTable: entry.target?.table ?? "",
      targetID: entry.target?.id ?? 0, fields: entry.fields, createdAt: ProtobufTimestamp(entry.createdAt))
  }
}
