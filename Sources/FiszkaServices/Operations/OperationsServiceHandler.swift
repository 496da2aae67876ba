package import FiszkaAPI
package import FiszkaDomain
package import TTRPC

/// `fiszka.v1.OperationsService`: metrics and backups.
package struct OperationsServiceHandler: OperationsService {
  private static let mostListed = 1_000

  private let backups: any BackupRepository
  private let metricsText: @Sendable () -> String
  private let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - metricsText: every measurement in the text format of Prometheus.
  ///   - now: the time, for names of backups.
  package init(
    backups: any BackupRepository, metricsText: @escaping @Sendable () -> String, now: @escaping @Sendable () -> Instant
  ) {
    self.backups = backups
    self.metricsText = metricsText
    self.now = now
  }

  package func getMetrics(_ request: GetMetricsRequest, _ call: CallContext) throws(RPCError) -> GetMetricsResponse {
    GetMetricsResponse(text: metricsText())
  }

  package func createBackup(_ request: CreateBackupRequest, _ call: CallContext) throws(RPCError) -> CreateBackupResponse {
    let name = request.name.isEmpty ? BackupName(at: now()) : try Self.name(request.name)
    return try call.answer(.backup(name.text)) { limit in
      CreateBackupResponse(backup: .init(try backups.create(name, audit: call.auditIntent, limit: limit)))
    }
  }

  package func listBackups(_ request: ListBackupsRequest, _ call: CallContext) throws(RPCError) -> ListBackupsResponse {
    try call.answer(.none) { limit in
      ListBackupsResponse(backups: try backups.list(limit: limit).prefix(Self.mostListed).map { FiszkaAPI.Backup($0) })
    }
  }

  package func deleteBackup(_ request: DeleteBackupRequest, _ call: CallContext) throws(RPCError) -> DeleteBackupResponse {
    let name = try Self.name(request.name)
    return try call.answer(.backup(name.text)) { limit in
      try backups.delete(name, audit: call.auditIntent, limit: limit)
      return DeleteBackupResponse()
    }
  }

  private static func name(_ text: String) throws(RPCError) -> BackupName {
    if let name = BackupName(text) { return name }
    throw .invalid(
      field: "name",
      "has at most 100 of the characters a-z A-Z 0-9 . _ -, begins with a letter or digit, and ends with \"\(BackupName.suffix)\"."
    )
  }
}

extension FiszkaAPI.Backup {
  init(_ backup: FiszkaDomain.Backup) {
    self.init(
      name: backup.name.text, sizeBytes: backup.sizeBytes, sha256: backup.sha256 ?? [], createdAt: .init(backup.createdAt))
  }
}
