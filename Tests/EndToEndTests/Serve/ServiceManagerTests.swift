import FiszkaAPI
import Foundation
import Synchronization
import TTRPC
import Testing

@Suite(.timeLimit(.minutes(2))) struct ServiceManagerTests {
  @Test(arguments: [false, true], ["on", "off"])
  func theManagerHearsOfReadyAliveAndStopping(_ isAbstract: Bool, _ unixIdentity: String) async throws {
    let folder = try TemporaryFolder()
    let manager = try NotifySocket(isAbstract ? "@fiszka-test-\(UInt64.random(in: .min ... .max))" : folder / "notify")
    var messages = manager.messages().makeAsyncIterator()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--unix-identity", unixIdentity],
      ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "400000"], home: folder)
    let ready = await messages.next()
    #expect(ready?.first == "READY=1" && ready?.contains("STATUS=Serving.") == true)
    for _ in 0..<3 { #expect(await messages.next() == ["WATCHDOG=1"]) }
    server.child.send(SIGTERM)
    var last = await messages.next()
    while last == ["WATCHDOG=1"] { last = await messages.next() }
    #expect(last?.first == "STOPPING=1" && last?.count == 2)
    #expect(await server.child.exitCode.value == 0)
  }

  @Test func aServerWhoseWorkersAllHangIsSilentUntilOneIsFree() async throws {
    let folder = try TemporaryFolder()
    let manager = try NotifySocket(folder / "notify")
    let heard = Atomic(0)
    let listener = Task {
      for await message in manager.messages() where message == ["WATCHDOG=1"] { heard.add(1, ordering: .relaxed) }
    }
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--worker-threads", "1"],
      ["NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "400000"], home: folder)
    let client = try await server.connect()
    let data = try DataFile(in: server.data)
    let person = try data.addPerson("ola", "ola@example.com")
    try data.blockWriters()
    let before = heard.load(ordering: .relaxed)
    // It waits for the right to write as long as the server lets it, 5 s: at work, 25 signs of life.
    let failure = await #expect(throws: RPCError.self) {
      try await UserServiceClient(client).updateUser(UpdateUserRequest(userID: person, nickname: "ala"))
    }
    #expect(failure?.code == .unavailable)
    let during = heard.load(ordering: .relaxed) - before
    #expect(during <= 5, "\(during)")
    try data.leaveState()
    while heard.load(ordering: .relaxed) <= before + during, !Task.isCancelled { await Task.yield() }
    #expect(await server.stop() == 0)
    await listener.value
    await client.close()
  }

  @Test func aSocketThatIsNotThereIsNoReasonNotToServe() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s"],
      ["NOTIFY_SOCKET": folder / "nothing", "WATCHDOG_USEC": "1000"], home: folder)
    #expect(try await Program.rpcCLI.run(["health", "--address", server.addresses[0]]).exitCode == 0)
    #expect(await server.stop() == 0)
  }
}
