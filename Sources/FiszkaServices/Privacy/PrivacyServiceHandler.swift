import CommonProto
package import FiszkaAPI
import FiszkaDomain
package import TTRPC

/// `fiszka.v1.PrivacyService`.
package struct PrivacyServiceHandler: PrivacyService {
  /// Most bytes of a file in one answer.
  private static let mostBytes = 1 << 20

  private let ports: PrivacyPorts
  private let erasure: PersonErasure

  package init(_ ports: PrivacyPorts) {
    self.ports = ports
    erasure = PersonErasure(ports)
  }

  package func createUserDataExport(
    _ request: CreateUserDataExportRequest, _ call: CallContext
  ) throws(RPCError) -> CreateUserDataExportResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    check.require(request.userID > Caller.system.accountID, "user_id", "is the id of an account, from 2.")
    try check.finish()
    return try call.answer(.userID(request.userID)) { limit in
      let (export, digest) = try ports.exports.create(
        of: request.userID, requestedBy: caller.accountID, at: ports.now(), audit: call.auditIntent, limit: limit)
      return CreateUserDataExportResponse(
        export: FiszkaAPI.UserDataExport(
          id: export.id, userID: export.subjectID, sizeBytes: export.sizeBytes, sha256: digest,
          createdAt: ProtobufTimestamp(export.createdAt), expiresAt: ProtobufTimestamp(export.expiresAt)))
    }
  }

  package func readUserDataExport(
    _ request: ReadUserDataExportRequest, _ call: CallContext
  ) throws(RPCError) -> ReadUserDataExportResponse {
    var check = RequestCheck()
    check.id(request.exportID, "export_id")
    check.require(request.offset >= 0, "offset", "is not negative.")
    check.require(request.length >= 0, "length", "is not negative; 0 means 1 MiB.")
    try check.finish()
    let count = request.length == 0 ? Self.mostBytes : min(Int(request.length), Self.mostBytes)
    return try call.answer(.exportID(request.exportID)) { limit in
      let export = try ports.exports.find(request.exportID, at: ports.now(), limit: limit)
      if request.offset > export.sizeBytes {
        throw RPCError(
          .outOfRange, .exportOffsetBeyondEnd, "The export has only \(export.sizeBytes) bytes.",
          metadata: ["size_bytes": "\(export.sizeBytes)"])
      }
      if request.offset == 0 {
        try ports.exports.recordDownload(of: export, audit: call.auditIntent, limit: limit)
      } else {
        call.declareNothingChanged()
      }
      let data = try ports.exports.read(export, from: request.offset, count: count, limit: limit)
      return ReadUserDataExportResponse(data: data, sizeBytes: export.sizeBytes)
    }
  }

  package func eraseUser(_ request: EraseUserRequest, _ call: CallContext) throws(RPCError) -> EraseUserResponse {
    var check = RequestCheck()
    check.id(request.userID, "user_id")
    try check.finish()
    return try call.answer(.userID(request.userID)) { limit in
      let outcome = try erasure.erase(request.userID, audit: call.auditIntent, limit: limit)
      if !outcome.isFirst { call.declareNothingChanged() }
      return EraseUserResponse(
        endedSessions: outcome.endedSessions, removedExports: outcome.removedExports, removedImports: outcome.removedImports,
        olderBackups: outcome.olderBackups.map(\.name.text))
    }
  }
}
