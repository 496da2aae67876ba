import FiszkaAPI
import FiszkaDomain
import Glibc
import NIOCore
import NIOPosix
import TTRPC

/// The server that uses a data folder, called over its Unix socket.
enum ListeningServer {
  /// A connection, or nil when nobody listens on the sockets that the settings name.
  ///
  /// - Parameter named: what the command line names; then somebody must listen there.
  static func connect(
    _ named: String?, in folder: String, _ layers: SettingLayers
  ) async throws(StartFailure) -> ClientConnection? {
    let listed = try layers.list(.unix)?.value ?? ["\(folder)/fiszkad.sock"]
    for name in named.map({ [$0] }) ?? listed {
      let address: Address
      do throws(AddressError) {
        address = try Address(parsing: "unix:\(name)")
      } catch {
        throw StartFailure("\(error)")
      }
      do throws(SocketError) {
        return try await ClientConnection.connect(to: address, on: .singleton, timeout: .seconds(5))
      } catch {
        if named != nil { throw StartFailure(StartFailure.cannotListen, "\(error)") }
      }
    }
    return nil
  }

  static func create(_ new: NewAdmin, on connection: ClientConnection) async throws(StartFailure) -> (Int64, String) {
    let request = CreateUserRequest(
      email: new.email.text, nickname: new.nickname.text, role: .admin, password: new.passwordText)
    do throws(RPCError) {
      let response = try await UserServiceClient(connection).createUser(request, options: CallOptions(timeout: .seconds(60)))
      return (response.user?.id ?? 0, response.warning)
    } catch {
      throw StartFailure(StartFailure.cannotListen, "The running server refused: \(error.code): \(error.message)")
    }
  }
}
