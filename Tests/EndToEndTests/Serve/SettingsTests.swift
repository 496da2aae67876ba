import Foundation
import Testing

@testable import fiszkad

@Suite(.timeLimit(.minutes(2))) struct SettingsTests {
  @Test func optionBeatsVariableBeatsFileBeatsDefault() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("c.json", #"{"data": "\#(folder / "file")", "unix": ["\#(folder / "file.sock")"]}"#)
    let variables = ["FISZKA_DATA": folder / "variable", "FISZKA_UNIX": "\(folder / "v.sock"),\(folder / "w.sock")"]
    let fromFile = try await RunningServer(["--config", file], home: folder)
    #expect(fromFile.data == folder / "file")
    #expect(fromFile.addresses == ["unix:\(folder / "file.sock")"])
    let fromVariables = try await RunningServer([], variables.merging(["FISZKA_CONFIG": file]) { $1 }, home: folder)
    #expect(fromVariables.data == folder / "variable")
    #expect(fromVariables.addresses == ["unix:\(folder / "v.sock")", "unix:\(folder / "w.sock")"])
    #expect(await fromVariables.stop() == 0)
    let fromOptions = try await RunningServer(
      ["--config", file, "--data", folder / "option", "--unix", folder / "o.sock"], variables, home: folder)
    #expect(fromOptions.data == folder / "option")
    #expect(fromOptions.addresses == ["unix:\(folder / "o.sock")"])
  }

  @Test func emptyVariableCountsAsAbsent() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(["--data", folder / "d"], ["FISZKA_UNIX": "", "FISZKA_CONFIG": ""], home: folder)
    #expect(server.addresses == ["unix:\(folder / "d/fiszkad.sock")"])
  }

  @Test func helpExplainsEverySettingWithItsVariableAndDefault() async throws {
    let help = try await Program.fiszkad.run(["serve", "--help"])
    #expect(help.exitCode == 0)
    let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for setting in Setting.all {
      #expect(text.contains("\(setting.flag) <\(setting.valueName)>"))
      #expect(text.contains("\(setting.explanation) [\(setting.variable); default: \(setting.defaultText)]"))
    }
    #expect(text.components(separatedBy: "[FISZKA_").count - 1 == Setting.all.count)
  }

  @Test func versionIsPrinted() async throws {
    #expect(try await Program.fiszkad.run(["--version"]).output.hasPrefix("fiszkad "))
  }

  @Test(arguments: [
    (["--foo"], "Unknown option '--foo'"),
    (["--worker-threads", "x"], "The value 'x' is invalid for '--worker-threads <n>'"),
    (["--data"], "Missing value for '--data <folder>'"),
    (["extra"], "Unexpected argument 'extra'"),
  ])
  func wrongCommandLineEndsWith64(_ arguments: [String], _ problem: String) async throws {
    let outcome = try await Program.fiszkad.run(["serve"] + arguments)
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.hasPrefix("error: \(problem)"))
  }

  @Test(arguments: [
    (["--worker-threads", "0"], "--worker-threads must be a whole number from 1 to 256, not 0."),
    (["--drain-seconds=-1"], "--drain-seconds must be a whole number from 0 to 3600, not -1."),
    (["--unix-mode", "0999"], "--unix-mode must be permissions in octal, such as 0660, not \"0999\"."),
    (["--unix-group", "no such group"], "--unix-group: there is no group \"no such group\"; `getent group` lists them."),
    (["--unix", "@"], "--unix: \"unix:@\" is no address: the name is empty."),
    (["--unix", String(repeating: "a", count: 108)], "--unix: \"unix:aaa"),
    (["--tcp", "127.0.0.1"], "--tcp: \"tcp:127.0.0.1\" is no address: the port, 0 to 65535, is missing."),
    (["--tcp", "127.0.0.1:65536"], "--tcp: \"tcp:127.0.0.1:65536\" is no address: the port, 0 to 65535, is missing."),
    (
      ["--admin-network", "192.168.1.7/24"],
      "--admin-network: \"192.168.1.7/24\" is no network. Write 192.168.1.0/24, fd00::/64 or one address; behind the prefix"
    ),
    (["--admin-network", "10.0.0.0/8", "--admin-network", "lan"], "--admin-network: \"lan\" is no network."),
    (["--proxy", "10.0.0.1:80"], "--proxy: \"10.0.0.1:80\" is no network."),
    (["--front-end-uid", "no such user"], "--front-end-uid: there is no user \"no such user\"; `getent passwd` lists them."),
    (["--front-end-uid", "4294967296"], "--front-end-uid: there is no user \"4294967296\""),
    (["--data", "/dev/null"], "--data: /dev/null is not a folder; name another one."),
    (["--data", "/proc/fiszka"], "--data: the folder /proc/fiszka cannot be made: "),
    (["--data", ""], "--data must be the path of a folder."),
    (["--config", "/nowhere/c.json"], "The configuration file /nowhere/c.json cannot be opened: No such file or directory."),
    (["--config", "/tmp"], "The configuration file /tmp cannot be read: Is a directory."),
  ])
  func wrongValueEndsWith78AndASentence(_ arguments: [String], _ problem: String) async throws {
    let outcome = try await Program.fiszkad.run(["serve"] + arguments)
    #expect(outcome.exitCode == 78)
    #expect(outcome.errors.hasPrefix("error: \(problem)"))
  }

  @Test func wrongVariableIsNamed() async throws {
    let outcome = try await Program.fiszkad.run(["serve"], ["FISZKA_LONG_QUEUE": "many"])
    #expect(outcome.exitCode == 78)
    #expect(outcome.errors == "error: FISZKA_LONG_QUEUE must be a whole number from 1 to 10000.\n")
    let level = try await Program.fiszkad.run(["serve"], ["FISZKA_LOG_LEVEL": "loud"])
    #expect(level.errors.hasPrefix("error: FISZKA_LOG_LEVEL must be one of trace, debug, info, notice, warning, error"))
  }

  @Test(arguments: [
    ("{\"worker-threads\": 8,}", "The configuration file FILE is not JSON. Line 1, column 22: "),
    ("", "The configuration file FILE is not JSON. Line 1, column 1: "),
    ("[]", "The configuration file FILE must hold one JSON object"),
    ("{\"worker_threads\": 8}", "\"worker_threads\" in FILE is no setting"),
    ("{\"config\": \"x\"}", "\"config\" in FILE is no setting"),
    ("{\"worker-threads\": true}", "\"worker-threads\" in FILE must be a whole number from 1 to 256."),
    ("{\"worker-threads\": 1.5}", "\"worker-threads\" in FILE must be a whole number from 1 to 256."),
    ("{\"worker-threads\": 300}", "\"worker-threads\" in FILE must be a whole number from 1 to 256, not 300."),
    ("{\"unix\": \"/s\"}", "\"unix\" in FILE must be a list of texts."),
    ("{\"tcp\": [7070]}", "\"tcp\" in FILE must be a list of texts."),
    ("{\"data\": null}", "\"data\" in FILE must be a text."),
    ("{\"data\": \"a\", \"data\": \"b\"}", "The configuration file FILE is not JSON. Line 1, column 15: "),
  ])
  func wrongFileEndsWith78AndTheNameInIt(_ text: String, _ problem: String) async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("c.json", text)
    let outcome = try await Program.fiszkad.run(["serve", "--config", file, "--data", folder / "d"])
    #expect(outcome.exitCode == 78)
    #expect(outcome.errors.hasPrefix("error: \(problem.replacing("FILE", with: file))"), "\(outcome.errors)")
    #expect(!folder.has("d"))
  }
}
