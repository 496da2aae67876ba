import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli imports`.
struct ImportsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "imports", abstract: "Lists your imports, newest first.")

  @OptionGroup var page: PageLimit
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = ImportServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let imports = try await page.collect { (size, token) async throws(RPCError) in
      let response = try await client.listImports(ListImportsRequest(pageSize: size, pageToken: token), options: options)
      return (response.imports, response.nextPageToken)
    }
    var table = TextTable(["id", "file", "status", "rows", "rejected", "lesson", "inserted"])
    for item in imports {
      table.append([
        "\(item.id)", item.filename, item.state, "\(item.totalRows)", "\(item.errorRows)",
        item.result.map { "\($0.lessonID)" } ?? "", item.result.map { "\($0.insertedItems)" } ?? "",
      ])
    }
    for line in table.lines { Terminal.show(line) }
  }
}

extension FiszkaAPI.Import {
  /// The status in words.
  fileprivate var state: String {
    switch status {
    case .uploaded: uploadComplete ? "uploaded" : "uploading"
    case .previewed: "previewed"
    case .committed: result?.undoneAt == nil ? "committed" : "undone"
    case .failed: "failed"
    case .unspecified: "unknown"
    case .unrecognized(let number): "\(number)"
    }
  }
}
