import ArgumentParser
import Glibc
import ProtoDynamic
import TTRPC

/// `rpc-cli call`.
struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls a method with JSON and prints what it answers as JSON.",
    discussion: """
      A method may be named in short where that is clear: Health/Check for grpc.health.v1.Health/Check, or Check alone. \
      `rpc-cli describe METHOD` shows its messages.

      A method that answers with a stream prints a line per message. A method that takes a stream reads a JSON text per line, \
      and sends each as soon as it has it.

      EXAMPLES:
        rpc-cli call Health/Check '{"service": ""}' --address unix:/run/fiszka.sock
        rpc-cli call ImportService/CreateImport - <request.json
      """)

  @Argument(help: ArgumentHelp("SERVICE/METHOD, in full or in short.", valueName: "method"))
  var method: String

  @Argument(
    help: ArgumentHelp(
      "The request, - for standard input. Without it: an empty request or, for a method that takes a stream, standard input.",
      valueName: "json"))
  var json: String?

  @Flag(help: "Print a line per field, indented.")
  var pretty = false

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let contract = try Contract.embedded()
    let method = try contract.method(named: method)
    let call = DynamicCall(
      method, of: contract, options: try connection.callOptions, format: JSONFormat(indented: pretty), show: Terminal.show)
    if method.takesStream {
      let lines = json.map { $0 == "-" ? nil : RequestLines(Array($0.utf8)) } ?? nil
      try await call.run(lines ?? RequestLines(descriptor: STDIN_FILENO), on: try await connection.connect())
    } else {
      let text = json == "-" ? try RequestLines.readAll(STDIN_FILENO) : Array((json ?? "{}").utf8)
      let request = try call.request(text)
      try await call.run(request, on: try await connection.connect())
    }
  }
}
