import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli metrics`.
struct MetricsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Prints the server's measurements in the text format of Prometheus.")

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let operations = OperationsServiceClient(try await connection.connect())
    let options = try connection.callOptions
    do throws(RPCError) {
      let text = try await operations.getMetrics(GetMetricsRequest(), options: options).text
      Terminal.show(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    } catch {
      throw CommandFailure(.call(error))
    }
  }
}
