import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct PrivacyCommandTests {
  private let cli = Program.rpcCLI

  @Test func aPersonIsExportedErasedAndAudited() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    let person = try DataFile(in: server.data).addPerson("Ola Traceable", "ola@traceable.example")
    let file = folder / "ola.json"
    let exported = try await cli.run(["privacy", "export", "\(person)", "--out", file] + address)
    #expect(exported.exitCode == 0 && exported.output.hasPrefix("\(file): "), "\(exported.errors)")
    let bytes = try Data(contentsOf: URL(filePath: file))
    let all = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect((all["account"] as? [String: Any])?["email"] as? String == "ola@traceable.example")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600 && !folder.has("ola.json.unfinished"))
    let again = try await cli.run(["privacy", "export", "\(person)", "--out", file] + address)
    #expect(again.exitCode == 1 && again.errors.contains("is there already"))

    #expect(try await cli.run(["backup", "old.db"] + address).exitCode == 0)
    let unasked = try await cli.run(["privacy", "erase", "\(person)"] + address)
    #expect(unasked.exitCode == 1 && unasked.errors.contains("add --yes"))
    let erased = try await cli.run(["privacy", "erase", "\(person)", "--yes"] + address)
    #expect(erased.exitCode == 0 && erased.output.contains("1 exports and 0 imports removed"), "\(erased.errors)")
    #expect(erased.output.contains("still hold the person") && erased.output.contains("  old.db\n"))
    #expect(try await cli.run(["backup", "--delete", "old.db"] + address).exitCode == 0)
    #expect(try folder.files(in: "data", holding: ["Traceable", "traceable"]) == [])

    let gone = folder / "gone.json"
    let missing = try await cli.run(["privacy", "export", "\(person)", "--out", gone] + address)
    #expect(missing.exitCode == 64 + 5 && missing.errors.contains("There is no such account"))
    #expect(!folder.has("gone.json") && !folder.has("gone.json.unfinished"))
    let audit = try await cli.run(["audit", "--action", "privacy."] + address).output.split(separator: "\n")
    #expect(audit.count == 4 && audit[0].hasPrefix("id"))
    #expect(audit[1].contains("privacy.erase") && audit[1].contains("users/\(person)"))
    #expect(audit[2].contains("privacy.read_export") && audit[3].contains("privacy.export"))
    #expect(server.log.all.allSatisfy { !$0.lowercased().contains("traceable") })
    #expect(await server.stop() == 0)
  }

  @Test func entriesAreChosenByTheOptions() async throws {
    let folder = try TemporaryFolder()
    let words = try folder.file("words.csv", "dog;pies\n")
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    for _ in 1...2 { #expect(try await cli.run(["import", words, "--lesson", "L", "--yes"] + address).exitCode == 0) }
    func lines(_ arguments: [String]) async throws -> Int {
      let outcome = try await cli.run(["audit"] + arguments + address)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return outcome.output.split(separator: "\n").count - 1
    }
    #expect(try await lines([]) == 4)
    #expect(try await lines(["--limit", "3"]) == 3)
    #expect(try await lines(["--target", "imports/1"]) == 2)
    #expect(try await lines(["--target", "imports", "--action", "import.commit"]) == 2)
    #expect(try await lines(["--actor", "1", "--from", "2020-01-01", "--until", "9999-12-31"]) == 4)
    #expect(try await lines(["--until", "2020-01-01T00:00:00Z"]) == 0)
    #expect(try await lines(["--actor", "2"]) == 0)
    for wrong in [["--from", "soon"], ["--target", "imports/x"], ["--actor", "0"]] {
      #expect(try await cli.run(["audit"] + wrong + address).exitCode == 1)
    }
    #expect(await server.stop() == 0)
  }
}
