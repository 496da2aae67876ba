import ArgumentParser
import Glibc

/// `rpc-cli import`.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Imports a list of words into a lesson.",
    discussion: """
      The file is a table (CSV, or words separated by tabs, semicolons, | or " - ") or JSON, in any encoding that \
      spreadsheets save. Columns, delimiter and encoding are guessed; --preview shows the guesses and every row, and writes \
      nothing. Without --lesson and --lesson-id the words go into a new lesson named after the file.

      EXAMPLES:
        rpc-cli import words.csv --preview
        rpc-cli import words.csv --lesson "Animals" --yes
      """)

  @Argument(help: ArgumentHelp("The file to import.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Into your lesson of this title; it is made when there is none. Two of that title are an error.", valueName: "title"))
  var lesson: String?

  @Option(name: .customLong("lesson-id"), help: ArgumentHelp("Into the lesson with this id.", valueName: "id"))
  var lessonID: Int64?

  @Flag(help: "Show what would be imported, row by row, and import nothing.")
  var preview = false

  @Flag(help: "Import without asking.")
  var yes = false

  @Flag(help: "Print one JSON object instead of text: with --preview all rows, else the rejected ones.")
  var json = false

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if lesson != nil && lessonID != nil { throw ValidationError("--lesson and --lesson-id exclude each other.") }
    if let lessonID, lessonID < 1 { throw ValidationError("--lesson-id is 1 or more.") }
    if preview && yes { throw ValidationError("--preview imports nothing, so --yes has nothing to confirm.") }
  }

  func run() async throws {
    if !preview && !yes && isatty(STDIN_FILENO) == 0 {
      throw CommandFailure.usage("Nobody is there to ask: add --yes to import, or --preview to look.")
    }
    // The file is opened first: a wrong name needs no server.
    let upload = try FileUpload(path: file)
    let channel = try await connection.connect()
    let session = ImportSession(channel, options: try connection.callOptions, showsJSON: json)
    let target = try await session.target(lesson: lesson, lessonID: lessonID, file: file)
    let uploaded = try await session.upload(upload, to: target)
    if preview {
      try await session.preview(uploaded)
      return
    }
    if !yes, try await !session.confirm(uploaded) { return }
    try await session.commit(uploaded)
  }
}
