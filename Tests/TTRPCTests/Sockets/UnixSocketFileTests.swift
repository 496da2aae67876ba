import Foundation
import Glibc
import NIOPosix
import Synchronization
import TestAPI
import Testing

@testable import TTRPC

/// What a server does with the file of a Unix socket.
@Suite(.timeLimit(.minutes(1))) struct UnixSocketFileTests {
  let folder: TemporaryFolder
  let path: String
  var address: Address { .unix(path: path) }

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/socket"
  }

  /// Runs `body` with a server that serves nothing but listens.
  private func withServer(
    _ configuration: ServerConfiguration = ServerConfiguration(), _ body: (Server) async throws -> Void
  ) async throws {
    let server = try Server([.healthService(HealthRegistry())], configuration: configuration, logger: .quiet)
    do {
      try await body(server)
    } catch {
      await server.shutdown()
      throw error
    }
    await server.shutdown()
  }

  private func isAnswered() async throws -> Bool {
    let client = try await ClientConnection.connect(to: address, on: .singleton)
    let response = try await HealthServiceClient(client).check(HealthCheckRequest())
    await client.close()
    return response.status == .serving
  }

  @Test func fileIsThereForItsOwnerOnlyFromItsFirstMoment() async throws {
    let isOver = Atomic(false)
    let path = path
    // Others could connect in whatever moment this thread catches.
    async let modes = onItsOwnThread {
      var modes: Set<mode_t> = []
      var status = stat()
      while !isOver.load(ordering: .relaxed) {
        if lstat(path, &status) == 0 { modes.insert(status.st_mode & 0o7777) }
      }
      return modes
    }
    for _ in 0..<100 {
      try await withServer { server async throws in
        _ = try await server.listen(on: address)
        #expect(try FileStatus(path).mode == 0o600)
      }
    }
    isOver.store(true, ordering: .relaxed)
    #expect(try await modes.isSubset(of: [0o600]))
  }

  @Test func fileHasTheModeAndGroupOfTheConfiguration() async throws {
    var configuration = ServerConfiguration()
    configuration.unixMode = 0o666
    // A group that whoever runs the tests may give away.
    configuration.unixGroup = geteuid() == 0 ? 12_345 : getegid()
    try await withServer(configuration) { server async throws in
      _ = try await server.listen(on: address)
      let status = try FileStatus(path)
      #expect(status.mode == 0o666)
      #expect(status.group == configuration.unixGroup)
      #expect(status.owner == geteuid())
    }
  }

  @Test func fileIsRemovedOnShutdown() async throws {
    try await withServer { server async throws in
      _ = try await server.listen(on: address)
      #expect(try await isAnswered())
    }
    #expect(FileStatus.isAbsent(path))
  }

  @Test func staleSocketOfOursIsReplaced() async throws {
    try makeStaleSocket()
    try await withServer { server async throws in
      #expect(try await server.listen(on: address) == address)
      #expect(try await isAnswered())
    }
  }

  @Test func liveSocketIsRefusedAndGoesOn() async throws {
    try await withServer { first async throws in
      _ = try await first.listen(on: address)
      try await withServer { second async throws in
        await #expect(throws: SocketError.self) { try await second.listen(on: address) }
      }
      #expect(try await isAnswered())
    }
  }

  @Test func socketOfABusyServerIsRefusedAtOnce() async throws {
    let busy = try FullListener(path)
    try await withServer { server async throws in
      await #expect(throws: SocketError.self) { try await server.listen(on: address) }
    }
    #expect(!FileStatus.isAbsent(path))
    withExtendedLifetime(busy) {}
  }

  @Test(arguments: ["file", "folder", "pipe", "link to nothing", "link to a stale socket"])
  func whateverIsNoSocketIsRefusedAndStays(_ kind: String) async throws {
    switch kind {
    case "file": try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
    case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "pipe": #expect(mkfifo(path, 0o600) == 0)
    case "link to nothing": #expect(symlink(folder.path + "/nothing", path) == 0)
    default:
      try makeStaleSocket()
      #expect(rename(path, folder.path + "/stale") == 0)
      #expect(symlink(folder.path + "/stale", path) == 0)
    }
    let before = try FileStatus(path)
    try await withServer { server async throws in
      await #expect(throws: SocketError.self) { try await server.listen(on: address) }
    }
    #expect(try FileStatus(path) == before)
    #expect(FileStatus.isAbsent(folder.path + "/nothing"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a socket away"))
  func socketOfAnotherUserIsRefusedAndStays() async throws {
    try makeStaleSocket()
    #expect(chown(path, 65_534, gid_t.max) == 0)
    let before = try FileStatus(path)
    try await withServer { server async throws in
      await #expect(throws: SocketError.self) { try await server.listen(on: address) }
    }
    #expect(try FileStatus(path) == before)
  }

  @Test(arguments: ["file", "socket"])
  func whatTookThePlaceOfTheSocketMeanwhileStaysOnShutdown(_ kind: String) async throws {
    var before: FileStatus?
    try await withServer { server async throws in
      _ = try await server.listen(on: address)
      #expect(unlink(path) == 0)
      if kind == "file" {
        try Data().write(to: URL(fileURLWithPath: path))
      } else {
        try makeStaleSocket()
      }
      before = try FileStatus(path)
    }
    #expect(try FileStatus(path) == before)
  }

  @Test func listenerThatFailsHalfwayLeavesNoFile() async throws {
    try await withServer { server async throws in
      await #expect(throws: SocketError.self) { try await server.listen(on: .unix(path: folder.path + "/missing/socket")) }
    }
    // Only somebody else than root can fail after the file is made: by a group that is not theirs to give to.
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory.path + "/" + .uniqueName
      if geteuid() == 0 { try #require(setegid(65_534) == 0 && seteuid(65_534) == 0) }
      #expect(throws: SocketError.self) { try UnixSocket.listen(.unix(path: path), mode: 0o600, group: 1, backlog: 1) }
      #expect(FileStatus.isAbsent(path))
    }
  }

  private func makeStaleSocket() throws {
    let (descriptor, _) = try UnixSocket.listen(address, mode: 0o600, group: nil, backlog: 1)
    close(descriptor)
  }
}

/// What a file is, without following a link.
struct FileStatus: Equatable {
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  let inode: ino_t

  init(_ path: String) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw SystemCallFailed(call: "lstat", code: errno) }
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    inode = status.st_ino
  }

  static func isAbsent(_ path: String) -> Bool {
    (try? FileStatus(path)) == nil
  }
}
