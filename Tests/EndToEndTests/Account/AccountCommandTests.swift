import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct AccountCommandTests {
  private static let password = "correct horse battery"
  private let cli = Program.rpcCLI
  /// Hashes that cost nothing.
  private let cheap = ["--argon2-time", "1", "--argon2-memory-mib", "1"]

  private func server(in folder: TemporaryFolder, _ arguments: [String] = []) async throws -> RunningServer {
    try await RunningServer(["--data", folder / "data", "--unix", folder / "s"] + cheap + arguments, home: folder)
  }

  private func createAdmin(_ arguments: [String], password: String = password) async throws -> Outcome {
    try await Program.fiszkad.run(
      ["user", "create-admin", "--email", "mama@example.org", "--nickname", "Mama"] + arguments, input: "\(password)\n")
  }

  /// Runs rpc-cli with the folder as the user's home.
  private func run(_ arguments: [String], in folder: TemporaryFolder, input: String = "") async throws -> Outcome {
    try await cli.run(arguments, ["HOME": folder.path], input: input)
  }

  @Test func anAdminIsMadeWithoutAServerAndThroughOne() async throws {
    let folder = try TemporaryFolder()
    let first = try await createAdmin(["--data", folder / "data"])
    #expect(first.exitCode == 0 && first.output.contains("account 2"), "\(first.errors)")
    let server = try await server(in: folder)
    let taken = try await createAdmin(["--data", folder / "data", "--unix", folder / "s"])
    #expect(taken.exitCode == 69 && taken.errors.contains("Another account has this address"), "\(taken.errors)")
    let second = try await createAdmin(["--data", folder / "data", "--unix", folder / "s", "--email", "tata@example.org"])
    #expect(second.exitCode == 0 && second.output.contains("account 3"), "\(second.errors)")
    // The settings name no socket here, and the folder is locked.
    let locked = try await createAdmin(["--data", folder / "data"])
    #expect(locked.exitCode == 78 && locked.errors.contains("--unix"), "\(locked.errors)")
    #expect(await server.stop() == 0)
    let entries = try DataFile(in: folder / "data").texts(
      "SELECT action || actor_user_id || target_id FROM audit_logs ORDER BY id")
    #expect(entries == ["account.create12", "account.create13"])
  }

  @Test func whatBreaksTheRulesMakesNoAdmin() async throws {
    let folder = try TemporaryFolder()
    let short = try await createAdmin(["--data", folder / "data"], password: "123456789")
    #expect(short.exitCode == 64 && short.errors.contains("10 characters"), "\(short.errors)")
    #expect(!short.errors.contains("123456789"))
    let address = try await createAdmin(["--data", folder / "data", "--email", "mama"])
    #expect(address.exitCode == 64 && address.errors.contains("--email"), "\(address.errors)")
    let name = try await createAdmin(["--data", folder / "data", "--nickname", " "])
    #expect(name.exitCode == 64 && name.errors.contains("--nickname"))
    let nobody = try await createAdmin(["--data", folder / "data", "--unix", folder / "none"])
    #expect(nobody.exitCode == 69, "\(nobody.errors)")
  }

  @Test func aSessionIsKeptPerAddressAndEndsWithLogout() async throws {
    let folder = try TemporaryFolder()
    #expect(try await createAdmin(["--data", folder / "data"]).exitCode == 0)
    let server = try await server(in: folder, ["--tcp", "127.0.0.1:0"])
    let (unix, tcp) = (["--address", server.addresses[0]], ["--address", server.addresses[1]])
    let nobody = try await run(["whoami"] + tcp, in: folder)
    #expect(nobody.exitCode == 64 + 16, "\(nobody.errors)")
    let wrong = try await run(["login", "mama@example.org"] + tcp, in: folder, input: "a wrong password\n")
    #expect(wrong.exitCode == 64 + 16 && wrong.errors.contains("No account has this address and password"))
    let login = try await run(["login", "MAMA@example.org"] + tcp, in: folder, input: "\(Self.password)\n")
    #expect(login.exitCode == 0 && login.output == "Signed in as Mama, admin.\n", "\(login.errors)")
    let stored = try FileManager.default.subpathsOfDirectory(atPath: folder / ".config/fiszka/sessions")
    #expect(stored.count == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder / ".config/fiszka/sessions/\(stored[0])")
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let mama = try await run(["whoami"] + tcp, in: folder)
    #expect(mama.output.hasPrefix("2  Mama <mama@example.org>  admin\nknown by the session"), "\(mama.errors)")
    #expect(try await run(["whoami"] + unix, in: folder).output.hasPrefix("1  system  admin\nknown by your user id"))
    #expect(try await run(["users"] + tcp, in: folder).output.contains("mama@example.org"))

    let hashed = stored[0]
    let token = try String(contentsOfFile: folder / ".config/fiszka/sessions/\(hashed)", encoding: .utf8)
    let logout = try await run(["logout"] + tcp, in: folder)
    #expect(logout.exitCode == 0 && logout.output == "Signed out.\n")
    #expect(try await run(["logout"] + tcp, in: folder).output.contains("no session"))
    #expect(try await run(["whoami"] + tcp, in: folder).exitCode == 64 + 16)
    // Stored again, it says what to do.
    try token.write(toFile: folder / ".config/fiszka/sessions/\(hashed)", atomically: false, encoding: .utf8)
    let ended = try await run(["lessons"] + tcp, in: folder)
    #expect(ended.exitCode == 64 + 16 && ended.errors.contains("log in again with rpc-cli login"), "\(ended.errors)")
    #expect(try await run(["logout"] + tcp, in: folder).exitCode == 0)
    #expect(await server.stop() == 0)
  }

  @Test func accountsAreManagedAndNoSecretStandsAnywhere() async throws {
    let folder = try TemporaryFolder()
    let server = try await server(in: folder, ["--log-level", "trace"])
    let address = ["--address", server.addresses[0]]
    let secrets = ["secret of ola 1", "secret of ola 2", "secret of ola 3"]
    let made = try await run(["users", "create", "ola@example.org", "Ola"] + address, in: folder, input: "\(secrets[0])\n")
    #expect(made.exitCode == 0 && made.output == "2  Ola <ola@example.org>  user\n", "\(made.errors)")
    let changed = try await run(["users", "update", "2", "--nickname", "Olka", "--role", "admin"] + address, in: folder)
    #expect(changed.output == "2  Olka <ola@example.org>  admin\n", "\(changed.errors)")
    let last = try await run(["users", "delete", "2"] + address, in: folder)
    #expect(last.exitCode == 64 + 9 && last.errors.contains("LAST_ADMIN"), "\(last.errors)")
    let reset = try await run(["users", "reset-password", "2"] + address, in: folder, input: "\(secrets[1])\n")
    #expect(reset.exitCode == 0, "\(reset.errors)")
    #expect(try await run(["login", "ola@example.org"] + address, in: folder, input: "\(secrets[1])\r\n").exitCode == 0)
    let own = try await run(["password"] + address, in: folder, input: "\(secrets[1])\n\(secrets[2])\n")
    #expect(own.exitCode == 0 && own.output.contains("other sessions ended: 0"), "\(own.errors)")
    let wrong = try await run(["password"] + address, in: folder, input: "\(secrets[1])\n\(secrets[0])\n")
    #expect(wrong.exitCode == 64 + 7 && wrong.errors.contains("PASSWORD_WRONG"))
    #expect(try await run(["users", "update", "2", "--role", "user"] + address, in: folder).exitCode == 64 + 9)
    #expect(try await run(["users", "show", "2"] + address, in: folder).output.contains("Olka"))
    #expect(try await run(["users", "list", "--search", "OLKA"] + address, in: folder).output.contains("ola@example.org"))

    let stored = try FileManager.default.subpathsOfDirectory(atPath: folder / ".config/fiszka/sessions")
    let token = try String(contentsOfFile: folder / ".config/fiszka/sessions/\(stored[0])", encoding: .utf8)
      .split(separator: "\n")[1]
    #expect(await server.stop() == 0)
    let all = secrets + [String(token)]
    #expect(try folder.files(in: "data", holding: all) == [])
    #expect(server.log.all.allSatisfy { line in all.allSatisfy { !line.contains($0) } && !line.contains("ola@example") })
    #expect(!server.log.all.isEmpty)
    for outcome in [made, changed, last, reset, own, wrong] {
      #expect(all.allSatisfy { !outcome.output.contains($0) && !outcome.errors.contains($0) })
    }
  }

  @Test func aSessionOutlivesTheServer() async throws {
    let folder = try TemporaryFolder()
    #expect(try await createAdmin(["--data", folder / "data"]).exitCode == 0)
    var server = try await server(in: folder)
    let address = ["--address", server.addresses[0]]
    #expect(try await run(["login", "mama@example.org"] + address, in: folder, input: Self.password).exitCode == 0)
    #expect(await server.stop() == 0)
    server = try await self.server(in: folder)
    #expect(try await run(["whoami"] + address, in: folder).output.hasPrefix("2  Mama"))
    #expect(await server.stop() == 0)
  }

  @Test func withoutUnixIdentityEverybodySignsIn() async throws {
    let folder = try TemporaryFolder()
    let server = try await server(in: folder, ["--unix-identity", "off"])
    let outcome = try await run(["whoami", "--address", server.addresses[0]], in: folder)
    #expect(outcome.exitCode == 64 + 16, "\(outcome.errors)")
    #expect(await server.stop() == 0)
  }

  @Test(arguments: [
    (["--unix-identity", "maybe"], "--unix-identity must be on or off, not \"maybe\"."),
    (["--trusted-uid", "0"], "--trusted-uid: \"0\" names no role"),
    (["--trusted-uid", "0:owner"], "names no role"),
    (["--trusted-uid", "nobody-here:user"], "there is no user \"nobody-here\""),
    (["--trusted-uid", "7:user", "--trusted-uid", "7:admin"], "listed with two roles"),
    (["--argon2-time", "0"], "--argon2-time must be a whole number from 1 to 1000, not 0."),
  ])
  func wrongSettingsEndWith78(_ arguments: [String], _ problem: String) async throws {
    let outcome = try await Program.fiszkad.run(["serve"] + arguments)
    #expect(outcome.exitCode == 78 && outcome.errors.contains(problem), "\(outcome.errors)")
  }
}
