import CTestProto
import EchoServer
import Logging
import NIOPosix
import ProtoDynamic
import RPCCommand
import TTRPC
import TestAPI

/// The test contract, served on an abstract socket, with a connection to it and its descriptors.
struct TestPeer {
  let contract: Contract
  let connection: ClientConnection
  private let server: Server

  /// Runs `body` with a server that is gone afterwards.
  static func with<Result>(_ body: (TestPeer) async throws -> Result) async throws -> Result {
    let peer = try await TestPeer()
    do {
      let result = try await body(peer)
      await peer.close()
      return result
    } catch {
      await peer.close()
      throw error
    }
  }

  private init() async throws {
    contract = try Self.contract()
    server = try Server([.echoService(EchoCalls())], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let address = try await server.listen(on: .abstract(name: "fiszka-\(UInt64.random(in: .min ... .max))"))
    connection = try await ClientConnection.connect(to: address, on: .singleton)
  }

  /// The test contract as a client sees it.
  static func contract() throws -> Contract {
    var length = 0
    let start = fiszka_test_descriptor_set(&length)
    return Contract(try DescriptorPool(fileDescriptorSet: UnsafeRawBufferPointer(start: start, count: length)))
  }

  private func close() async {
    await connection.close()
    await server.shutdown()
  }
}
