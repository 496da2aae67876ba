import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli backup`.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Makes a backup of the database on the server, or lists or deletes backups.",
    discussion: """
      The file is made in the folder "backups" of the server's data folder, while others go on working. \
      `fiszkad restore` checks it and brings it back.

      EXAMPLES:
        rpc-cli backup
        rpc-cli backup before-upgrade.db
        rpc-cli backup --list
      """)

  @Argument(
    help: ArgumentHelp("Name of the file, ending with .db; without it \"fiszka-\" and the time.", valueName: "name"))
  var name = ""

  @Flag(help: "List the backups, newest first, and make none.")
  var list = false

  @Flag(help: "Delete the backup of that name.")
  var delete = false

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if list && (delete || !name.isEmpty) { throw ValidationError("--list takes neither a name nor --delete.") }
    if delete && name.isEmpty { throw ValidationError("--delete needs the name of a backup.") }
  }

  func run() async throws {
    let operations = OperationsServiceClient(try await connection.connect())
    let options = try connection.callOptions
    do throws(RPCError) {
      if list {
        var table = TextTable(["name", "bytes"])
        for backup in try await operations.listBackups(ListBackupsRequest(), options: options).backups {
          table.append([backup.name, "\(backup.sizeBytes)"])
        }
        for line in table.lines { Terminal.show(line) }
      } else if delete {
        _ = try await operations.deleteBackup(DeleteBackupRequest(name: name), options: options)
        Terminal.show("Deleted \(name).")
      } else {
        let backup = try await operations.createBackup(CreateBackupRequest(name: name), options: options).backup ?? Backup()
        let digest = backup.sha256.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        Terminal.show("\(backup.name): \(backup.sizeBytes) bytes, SHA-256 \(digest)")
      }
    } catch {
      throw CommandFailure(.call(error))
    }
  }
}
