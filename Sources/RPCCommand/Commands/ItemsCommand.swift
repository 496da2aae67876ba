import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli items`.
struct ItemsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "items", abstract: "Lists the words of a lesson.", discussion: "`rpc-cli lessons` shows the ids of lessons.")

  @Argument(help: ArgumentHelp("Id of the lesson.", valueName: "lesson"))
  var lesson: Int64

  @Option(help: ArgumentHelp("Only words that contain this, in either language.", valueName: "text"))
  var search = ""

  @OptionGroup var page: PageLimit
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = LessonServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let items = try await page.collect { (size, token) async throws(RPCError) in
      let request = ListItemsRequest(lessonID: lesson, pageSize: size, pageToken: token, search: search)
      let response = try await client.listItems(request, options: options)
      return (response.items, response.nextPageToken)
    }
    var table = TextTable(["id", "english", "polish", "example", "tags"])
    for item in items {
      table.append(["\(item.id)", item.english, item.polish, item.example, item.tags.joined(separator: ", ")])
    }
    for line in table.lines { Terminal.show(line) }
  }
}
