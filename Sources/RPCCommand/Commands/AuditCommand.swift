import ArgumentParser
import CommonProto
import FiszkaAPI
import TTRPC

/// `rpc-cli audit`.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Lists who changed what, newest first; for admins.",
    discussion: """
      Prints the first --limit entries that match. Times are in UTC; a day begins at midnight UTC.

      EXAMPLES:
        rpc-cli audit
        rpc-cli audit --action account. --from 2026-01-01
        rpc-cli audit --target users/3
      """)

  /// Table of a record and its id, or a table alone.
  struct Target: Sendable {
    let table: String
    let id: Int64

    init(_ text: String) throws {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard let table = parts.first, !table.isEmpty, parts.count <= 2 else { throw Self.wrong(text) }
      self.table = String(table)
      guard parts.count == 2 else {
        id = 0
        return
      }
      guard let id = Int64(parts[1]), id > 0 else { throw Self.wrong(text) }
      self.id = id
    }

    private static func wrong(_ text: String) -> ValidationError {
      ValidationError("\"\(text)\" is no target: write users or users/3.")
    }
  }

  @Option(help: ArgumentHelp("Only what this account did.", valueName: "account"))
  var actor: Int64?

  @Option(
    help: ArgumentHelp("Only this action, such as account.create; with a dot at its end all that begin so.", valueName: "action"))
  var action = ""

  @Option(
    help: ArgumentHelp("Only what was done to this record, or to records of this table.", valueName: "table/id"),
    transform: Target.init)
  var target: Target?

  @Option(help: ArgumentHelp("Only entries of this time or later.", valueName: "time"), transform: TimeText.parse)
  var from: ProtobufTimestamp?

  @Option(help: ArgumentHelp("Only entries before this time.", valueName: "time"), transform: TimeText.parse)
  var until: ProtobufTimestamp?

  @OptionGroup var page: PageLimit
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if let actor, actor < 1 { throw ValidationError("--actor is the id of an account, from 1.") }
  }

  func run() async throws {
    let client = AuditServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let entries = try await page.collect { (size, token) async throws(RPCError) in
      let request = ListAuditEntriesRequest(
        pageSize: size, pageToken: token, actorUserID: actor ?? 0, action: action, targetTable: target?.table ?? "",
        targetID: target?.id ?? 0, from: from, until: until)
      let response = try await client.listAuditEntries(request, options: options)
      return (response.entries, response.nextPageToken)
    }
    var table = TextTable(["id", "time", "actor", "action", "target", "fields"])
    for entry in entries {
      table.append([
        "\(entry.id)", TimeText.show(entry.createdAt), "\(entry.actorUserID)", entry.action,
        entry.targetTable.isEmpty ? "" : "\(entry.targetTable)/\(entry.targetID)", entry.fields.joined(separator: ", "),
      ])
    }
    for line in table.lines { Terminal.show(line) }
  }
}
