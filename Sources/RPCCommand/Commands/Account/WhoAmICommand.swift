import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli whoami`.
struct WhoAmICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whoami", abstract: "Tells on whose behalf commands act, and how the server knows.")

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let options = try connection.callOptions
    let client = AuthServiceClient(try await connection.connect())
    let caller = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await client.getCaller(GetCallerRequest(), options: options)
    }
    Terminal.show((caller.user ?? User()).line)
    let source =
      switch caller.source {
      case .token: "by the session of rpc-cli login"
      case .unixPeer: "by your user id at the Unix socket"
      case .unspecified, .unrecognized: "in a way that this program does not know"
      }
    Terminal.show("known \(source); \(caller.inAdminNetwork ? "in" : "outside") the admin network")
  }
}
