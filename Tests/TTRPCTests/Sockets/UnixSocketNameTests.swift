import Foundation
import Glibc
import NIOCore
import NIOPosix
import TestAPI
import Testing

@testable import TTRPC

/// Names of Unix sockets, and connecting to them.
@Suite(.timeLimit(.minutes(1))) struct UnixSocketNameTests {
  @Test(arguments: [40, 107])
  func abstractNameHasItsExactLength(_ length: Int) async throws {
    let name = String(String.uniqueName.appending(String(repeating: "x", count: 107)).prefix(length))
    let server = try Server([.healthService(HealthRegistry())], logger: .quiet)
    _ = try await server.listen(on: .abstract(name: name))
    // What the kernel has as the listener's name, to its last byte.
    let descriptor = try UnixSocket.connect(.abstract(name: name))
    defer { close(descriptor) }
    var peer = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let status = withUnsafeMutablePointer(to: &peer) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
    }
    #expect(status == 0)
    let bytes = withUnsafeBytes(of: &peer) { Array($0.prefix(Int(length)).dropFirst(MemoryLayout<sa_family_t>.size)) }
    #expect(bytes == [0] + Array(name.utf8))
    let client = try await ClientConnection.connect(to: .abstract(name: name), on: .singleton)
    #expect(try await HealthServiceClient(client).check(HealthCheckRequest()).status == .serving)
    await client.close()
    await #expect(throws: SocketError.self) { try await server.listen(on: .abstract(name: name)) }
    await server.shutdown()
  }

  @Test func pathOfTheGreatestLengthWorks() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + String(repeating: "s", count: 107 - folder.path.utf8.count - 1)
    let server = try Server([.healthService(HealthRegistry())], logger: .quiet)
    _ = try await server.listen(on: .unix(path: path))
    let client = try await ClientConnection.connect(to: .unix(path: path), on: .singleton)
    #expect(try await HealthServiceClient(client).check(HealthCheckRequest()).status == .serving)
    await client.close()
    await server.shutdown()
    #expect(FileStatus.isAbsent(path))
  }

  @Test func nameThatIsTooLongIsRefused() async throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "s", count: 108)
    let server = try Server([.healthService(HealthRegistry())], logger: .quiet)
    for address in [Address.abstract(name: long), .unix(path: folder.path + "/" + long)] {
      await #expect(throws: SocketError.self) { try await server.listen(on: address) }
      await #expect(throws: SocketError.self) { try await ClientConnection.connect(to: address, on: .singleton) }
    }
    await server.shutdown()
  }

  @Test func nobodyThereIsAnErrorThatNamesTheAddress() async throws {
    let folder = try TemporaryFolder()
    let unused = try #require(try unusedPort())
    for address in [
      Address.abstract(name: .uniqueName), .unix(path: folder.path + "/nothing"), .tcp(host: "127.0.0.1", port: unused),
    ] {
      do {
        _ = try await ClientConnection.connect(to: address, on: .singleton)
        Issue.record("Somebody answered at \(address).")
      } catch {
        #expect(error.address == address)
        #expect(error.description.hasPrefix("\(address): cannot connect to it"))
      }
    }
  }

  @Test func busyServerIsWaitedForUntilTheTimeout() async throws {
    let folder = try TemporaryFolder()
    let address = Address.unix(path: folder.path + "/socket")
    let busy = try FullListener(folder.path + "/socket")
    await #expect(throws: SocketError.self) {
      try await ClientConnection.connect(to: address, on: .singleton, timeout: .milliseconds(20))
    }
    let client = Task { try await ClientConnection.connect(to: address, on: .singleton, timeout: .seconds(50)) }
    busy.accept()
    await (try client.value).close()
  }

  /// A port on which nobody listens: one that was the test's own a moment ago.
  private func unusedPort() throws -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    return isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }
}
