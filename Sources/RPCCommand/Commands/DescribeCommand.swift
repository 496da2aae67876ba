import ArgumentParser
import ProtoDynamic

/// `rpc-cli describe`.
struct DescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Shows how a service, method, message or enum is declared.",
    discussion: "With every type that a method or message uses. Needs no server.")

  @Argument(help: ArgumentHelp("Its name, in full or in short: Health, Health/Check, HealthCheckRequest.", valueName: "name"))
  var name: String

  func run() throws {
    let contract = try Contract.embedded()
    for line in try contract.declarations(of: name) { Terminal.show(line) }
  }
}
