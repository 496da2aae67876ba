import ArgumentParser
import Glibc
import NIOCore
import NIOPosix
import TTRPC
import TTRPCWire

/// Where to call, and what every call takes.
struct ConnectionOptions: ParsableArguments {
  static let variable = "FISZKA_ADDRESS"
  private static let tokenKey = "authorization"

  @Option(
    help: ArgumentHelp(
      "unix:PATH, unix:@NAME or tcp:HOST:PORT, as the server's \"ready\" line says. [\(variable)]", valueName: "address"))
  var address: String?

  @Option(
    help: ArgumentHelp("Give up after this time: 5s, 500ms, 2m, or seconds.", valueName: "time"),
    transform: Timeout.parse)
  var timeout: Duration?

  @Option(
    help: ArgumentHelp("Send this with the call; can be repeated.", valueName: "key=value"), transform: MetadataPair.init)
  var metadata: [MetadataPair] = []

  /// What the calls take, with the token of the session that `rpc-cli login` opened at the address.
  var callOptions: CallOptions {
    get throws(CommandFailure) {
      var options = ownOptions
      if options.metadata.first(Self.tokenKey) == nil, let token = try StoredSession(for: try parsedAddress()).token() {
        options.metadata.append("Bearer \(token)", for: Self.tokenKey)
      }
      return options
    }
  }

  /// What the calls take, without a stored session.
  var ownOptions: CallOptions {
    var pairs = Metadata()
    for pair in metadata { pairs.append(pair.value, for: pair.key) }
    return CallOptions(timeout: timeout, metadata: pairs)
  }

  /// Connects within 5 s, or the timeout if that is shorter.
  func connect() async throws(CommandFailure) -> ClientConnection {
    let address = try self.parsedAddress()
    let limit = min(timeout ?? .seconds(5), .seconds(5))
    do throws(SocketError) {
      return try await ClientConnection.connect(to: address, on: .singleton, timeout: TimeAmount(limit))
    } catch {
      throw CommandFailure(.connection("\(error) Is the server running? Its \"ready\" line says where it listens."))
    }
  }

  /// The address that the command line or the environment names.
  func parsedAddress() throws(CommandFailure) -> Address {
    let fromEnvironment = getenv(Self.variable).map { String(cString: $0) }
    guard let text = address ?? fromEnvironment, !text.isEmpty else {
      throw .usage("Say where the server listens: --address unix:PATH (or unix:@NAME, tcp:HOST:PORT), or set \(Self.variable).")
    }
    do throws(AddressError) {
      return try Address(parsing: text)
    } catch {
      throw .usage("\(error)")
    }
  }
}
