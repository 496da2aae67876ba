import ArgumentParser
import ProtoDynamic
import TTRPC

/// `rpc-cli list`.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the methods of the contract, a line each.",
    discussion: "Needs no server: the contract is the one that this program was built with. A server may serve less.")

  @Argument(help: ArgumentHelp("Only this service, its name in full or in short.", valueName: "service"))
  var service: String?

  func run() throws {
    let contract = try Contract.embedded()
    let only = try service.map { name in try contract.service(named: name).fullName }
    let methods = contract.methods.filter { only == nil || $0.descriptor.service == only }
    let width = methods.map(\.fullName.count).max() ?? 0
    for method in methods {
      let gap = String(repeating: " ", count: width - method.fullName.count + 2)
      Terminal.show(method.fullName + gap + method.streams)
    }
  }
}

extension ContractMethod {
  /// Which sides stream, in words.
  fileprivate var streams: String {
    switch descriptor.kind {
    case .unary: "unary"
    case .clientStreaming: "takes a stream"
    case .serverStreaming: "answers with a stream"
    case .bidirectional: "takes and answers with a stream"
    }
  }
}
