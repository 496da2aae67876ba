import ArgumentParser
import FiszkaStore

/// `fiszkad migrate`.
struct Migrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Moves the database between schema versions.",
    discussion: """
      `fiszkad serve` brings an older database up by itself. The server must not run meanwhile. Going down removes what the \
      newer version added, data included.
      """,
    subcommands: [Up.self, Down.self, Status.self])

  /// Which database.
  struct DataOption: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The data folder. [FISZKA_DATA; default: fiszka in the user's place for data]", valueName: "folder"))
    var data: String?

    /// Opens the database as it is.
    func open() throws -> Store {
      let layers = try SettingLayers(try ServeFlags.parse(data.map { ["--data", $0] } ?? []))
      var options = StoreOptions()
      options.schema = .leave
      return try Composition.open(try DataFolder.open(try layers.text(.data)), options: options)
    }
  }

  struct Up: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Runs the migrations that the database lacks.")

    @Option(help: ArgumentHelp("Only up to this version.", valueName: "version"))
    var to: Int64?

    @OptionGroup var data: DataOption

    func run() throws {
      try data.open().using { migrator throws(OpenFailure) in
        let done = try migrator.up(to: to)
        print(done.isEmpty ? "Nothing to do." : "Up to version \(done[done.count - 1]).")
      }
    }
  }

  struct Down: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Takes the newest migration back, or all above a version.")

    @Option(help: ArgumentHelp("Down to this version; 0 is an empty database. Default: one step.", valueName: "version"))
    var to: Int64?

    @OptionGroup var data: DataOption

    func run() throws {
      try data.open().using { migrator throws(OpenFailure) in
        let done = try migrator.down(to: to)
        print(done.isEmpty ? "Nothing to do." : "Down to version \(done[done.count - 1] - 1).")
      }
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the migrations and whether they were run.")

    @OptionGroup var data: DataOption

    func run() throws {
      try data.open().using { migrator throws(OpenFailure) in
        for entry in try migrator.status() {
          print("\(entry.version)  \(entry.name)  \(entry.appliedAt == nil ? "pending" : "applied")")
        }
      }
    }
  }
}

extension Store {
  /// Migrates, then closes.
  fileprivate func using(_ body: (Migrator) throws(OpenFailure) -> Void) throws(StartFailure) {
    do throws(OpenFailure) {
      try body(Migrator(self))
    } catch {
      // What is wrong with the database is what the person must know; closing it cannot add to that.
      try? close()
      throw StartFailure(error.message)
    }
    do {
      try close()
    } catch {
      throw StartFailure("The database was migrated but not closed in good order: \(error).")
    }
  }
}
