import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli lessons`.
struct LessonsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "Lists lessons.",
    discussion: "Prints the first --limit lessons that match, newest first.")

  @Option(help: ArgumentHelp("Only lessons whose title contains this.", valueName: "text"))
  var search = ""

  @Flag(help: "Only your own lessons.")
  var mine = false

  @OptionGroup var page: PageLimit
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = LessonServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let lessons = try await page.collect { (size, token) async throws(RPCError) in
      let request = ListLessonsRequest(pageSize: size, pageToken: token, search: search, ownedOnly: mine)
      let response = try await client.listLessons(request, options: options)
      return (response.lessons, response.nextPageToken)
    }
    var table = TextTable(["id", "title", "words"])
    for lesson in lessons { table.append(["\(lesson.id)", lesson.title, "\(lesson.itemCount)"]) }
    for line in table.lines { Terminal.show(line) }
  }
}
