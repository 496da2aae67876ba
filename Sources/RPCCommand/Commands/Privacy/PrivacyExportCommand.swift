import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli privacy export`.
struct PrivacyExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes everything stored about an account into a JSON file.",
    discussion: """
      Anyone may export their own account, an admin every account. The server keeps the export for 30 days. The file is checked by \
      its SHA-256 and readable by its owner only; a file that is there is not replaced.

      EXAMPLE:
        rpc-cli privacy export 5 --out ola.json
      """)

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "account"))
  var account: Int64

  @Option(help: ArgumentHelp("The file to write.", valueName: "file"))
  var out: String

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    // The file first: a wrong name needs no server.
    let file = try FileDownload(path: out)
    let privacy = PrivacyServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let export: UserDataExport = try await CommandFailure.wrapping { () async throws(RPCError) in
      let request = CreateUserDataExportRequest(userID: account)
      return try await privacy.createUserDataExport(request, options: options).export ?? UserDataExport()
    }
    var progress = ProgressBar(out)
    while file.writtenBytes < export.sizeBytes {
      let request = ReadUserDataExportRequest(exportID: export.id, offset: file.writtenBytes)
      let piece = try await CommandFailure.wrapping { () async throws(RPCError) in
        try await privacy.readUserDataExport(request, options: options).data
      }
      if piece.isEmpty { break }
      try file.append(piece)
      progress.show(Int(file.writtenBytes), of: Int(export.sizeBytes))
    }
    progress.clear()
    try file.finish(expecting: export.sha256)
    Terminal.show("\(out): \(file.writtenBytes) bytes. The server keeps the export until \(TimeText.show(export.expiresAt)).")
  }
}
