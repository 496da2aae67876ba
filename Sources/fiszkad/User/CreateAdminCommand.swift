import ArgumentParser
import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import TTRPC

/// `fiszkad user create-admin`.
struct CreateAdminCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-admin", abstract: "Makes the account of an admin, such as the first one.",
    discussion: """
      Reads the password from standard input: its first line, 10 characters or more; on a terminal it asks for it. Asks the server \
      when one listens on a Unix socket of the data folder or of the settings, which takes the server's own user or root; else \
      writes to the data folder itself. Settings are read as `fiszkad serve` reads them.

      EXAMPLES:
        fiszkad user create-admin --email ola@example.org --nickname Ola
        fiszkad user create-admin --email ola@example.org --nickname Ola <password-file

      EXIT CODES: 0 made; 64 wrong command line or password; 69 the server refused; 78 wrong setting, or the folder cannot be used.
      """)

  @Option(help: ArgumentHelp("Address to sign in with.", valueName: "address"))
  var email: String

  @Option(help: ArgumentHelp("Name to show.", valueName: "name"))
  var nickname: String

  @Option(help: ArgumentHelp("The data folder. [FISZKA_DATA; default as of serve]", valueName: "folder"))
  var data: String?

  @Option(help: ArgumentHelp("Unix socket of the running server, @ for an abstract name.", valueName: "path|@name"))
  var unix: String?

  @Option(help: ArgumentHelp("Configuration file of the server. [FISZKA_CONFIG]", valueName: "file"))
  var config: String?

  func validate() throws {
    if EmailAddress(email) == nil { throw ValidationError("--email \(EmailAddress.rule)") }
    if Nickname(nickname) == nil { throw ValidationError("--nickname \(Nickname.rule)") }
  }

  func run() async throws {
    let layers = try SettingLayers(try ServeFlags.parse(flags))
    let folder = try DataFolder.open(try layers.text(.data))
    let new = try newAdmin()
    let account: (id: Int64, warning: String)
    if let connection = try await ListeningServer.connect(unix, in: folder, layers) {
      account = try await ListeningServer.create(new, on: connection)
    } else {
      account = try StoppedServer.create(new, in: folder, hashing: try AccountSettings.hashing(layers))
    }
    print("Made account \(account.id) of an admin: sign in with \(new.email.text), for example by rpc-cli login.")
    if !account.warning.isEmpty { print(account.warning) }
  }

  private var flags: [String] {
    [("--data", data), ("--config", config)].flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  private func newAdmin() throws(StartFailure) -> NewAdmin {
    let text: String
    do throws(SecretInput.Failure) {
      text = try SecretInput.readLine(prompt: "Password: ")
    } catch {
      throw StartFailure(StartFailure.wrongUse, error.message)
    }
    guard let password = Password.new(text), let email = EmailAddress(email), let nickname = Nickname(nickname) else {
      throw StartFailure(StartFailure.wrongUse, "The password on standard input must be longer: it \(Password.newRule)")
    }
    return NewAdmin(email: email, nickname: nickname, password: password, passwordText: text)
  }
}
