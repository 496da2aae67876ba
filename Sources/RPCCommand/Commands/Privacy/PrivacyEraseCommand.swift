import ArgumentParser
import FiszkaAPI
import Glibc
import TTRPC

/// `rpc-cli privacy erase`.
struct PrivacyEraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Erases a person: address, nickname, password, sessions, exports and open imports; for admins.",
    discussion: """
      The account is closed for good; what was learned stays, without a person. It cannot be taken back: export first what should be \
      kept. The server rewrites its data file, and other writers wait meanwhile. When it breaks off, the server finishes it; \
      calling again does too.

      EXAMPLE:
        rpc-cli privacy erase 5
      """)

  @Argument(help: ArgumentHelp("Id of the account.", valueName: "account"))
  var account: Int64

  @Flag(help: "Erase without asking.")
  var yes = false

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    if !yes && isatty(STDIN_FILENO) == 0 { throw CommandFailure.usage("Nobody is there to ask: add --yes to erase.") }
    let channel = try await connection.connect()
    let options = try connection.callOptions
    if !yes, try await !confirm(UserServiceClient(channel), options) { return }
    let answer = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await PrivacyServiceClient(channel).eraseUser(EraseUserRequest(userID: account), options: options)
    }
    Terminal.show(
      """
      Account \(account) is erased: \(answer.endedSessions) sessions ended, \(answer.removedExports) exports and \
      \(answer.removedImports) imports removed.
      """)
    if answer.olderBackups.isEmpty { return }
    Terminal.show("These backups on the server still hold the person; rpc-cli backup --delete NAME removes one:")
    for name in answer.olderBackups { Terminal.show("  \(name)") }
  }

  /// Shows who it is, and asks for the id again.
  private func confirm(_ users: UserServiceClient, _ options: CallOptions) async throws(CommandFailure) -> Bool {
    let user = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await users.getUser(GetUserRequest(userID: account), options: options).user ?? User()
    }
    var table = TextTable(["id", "nickname", "e-mail"])
    table.append(["\(account)", user.nickname, user.email])
    for line in table.lines { Terminal.show(line) }
    Terminal.show("Erasing cannot be taken back. Type the id to erase this person:")
    if let answer = readLine(), answer == "\(account)" { return true }
    Terminal.show("Nothing was erased.")
    return false
  }
}
