import ArgumentParser
import FiszkaStore

/// `fiszkad restore`.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Checks a backup, or puts it into the place of the database.",
    discussion: """
      The file is one that `rpc-cli backup` has made. With --verify it is only checked: form, every page and reference, and \
      schema version. With --data it is copied into that folder, whose server must not run; a database that is there needs \
      --force and is kept beside as fiszka.db.before-restore.

      EXIT CODES: 0 the backup is whole (and restored); 64 wrong command line; 78 it is not, or the folder cannot be used.
      """)

  @Argument(help: ArgumentHelp("The backup.", valueName: "file"))
  var file: String

  @Flag(help: "Only check the file and tell what it holds.")
  var verify = false

  @Option(help: ArgumentHelp("The data folder to restore into; made if absent.", valueName: "folder"))
  var data: String?

  @Flag(help: "Replace a database that is there; it is kept beside.")
  var force = false

  func validate() throws {
    if verify == (data != nil) { throw ValidationError("Say either --verify or --data FOLDER.") }
    if force && verify { throw ValidationError("--force replaces a database, and --verify changes nothing.") }
  }

  func run() throws {
    do throws(RestoreFailure) {
      guard let data else {
        show(try BackupInspection(of: file))
        return
      }
      let restore = try Restore(file, to: data, replacing: force)
      show(restore.inspection)
      if let kept = restore.kept { print("The database that was there is kept as \(kept).") }
      print("Restored into \(data).")
    } catch {
      throw StartFailure(error.message)
    }
  }

  private func show(_ inspection: BackupInspection) {
    print("The backup is whole: schema version \(inspection.schemaVersion).")
    for count in inspection.counts { print("\(count.rows) \(count.what)") }
  }
}
