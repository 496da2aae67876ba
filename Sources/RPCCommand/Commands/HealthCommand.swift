import ArgumentParser
import TTRPC

/// `rpc-cli health`.
struct HealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Asks whether the server, or one service of it, serves.",
    discussion: "Prints the status. Anything but SERVING is UNAVAILABLE, exit code 78; an unknown service NOT_FOUND, 69.")

  @Argument(help: ArgumentHelp("Full name of a service; without it the server as a whole.", valueName: "service"))
  var service = ""

  @Flag(help: "Stay and print every change.")
  var watch = false

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let health = HealthServiceClient(try await connection.connect())
    let request = HealthCheckRequest(service: service)
    let options = try connection.callOptions
    do throws(RPCError) {
      if watch {
        for try await response in try await health.watch(request, options: options) { Terminal.show(response.status.name) }
        return
      }
      let status = try await health.check(request, options: options).status
      Terminal.show(status.name)
      if status != .serving { throw RPCError(.unavailable, "The server answers but does not serve: its log says why.") }
    } catch {
      throw CommandFailure(.call(error))
    }
  }
}

extension HealthCheckResponse.ServingStatus {
  /// As in the contract.
  fileprivate var name: String {
    switch self {
    case .unknown: "UNKNOWN"
    case .serving: "SERVING"
    case .notServing: "NOT_SERVING"
    case .serviceUnknown: "SERVICE_UNKNOWN"
    case .unrecognized(let number): "\(number)"
    }
  }
}
