import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli users list`.
struct UsersListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists accounts by id.")

  @Option(help: ArgumentHelp("Only accounts whose address or nickname contains this.", valueName: "text"))
  var search = ""

  @Option(help: ArgumentHelp("Only accounts with this role: user or admin.", valueName: "role"), transform: Role.parse)
  var role: Role = .unspecified

  @Flag(help: "Deleted ones too.")
  var deleted = false

  @OptionGroup var page: PageLimit
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let client = UserServiceClient(try await connection.connect())
    let users = try await page.collect { (size, token) async throws(RPCError) in
      let request = ListUsersRequest(
        pageSize: size, pageToken: token, search: search, role: role, includeDeleted: deleted)
      let response = try await client.listUsers(request, options: options)
      return (response.users, response.nextPageToken)
    }
    var table = TextTable(["id", "email", "nickname", "role", ""])
    for user in users {
      table.append(["\(user.id)", user.email, user.nickname, user.role.word, user.deletedAt == nil ? "" : "deleted"])
    }
    for line in table.lines { Terminal.show(line) }
  }
}
