import Dispatch
import EchoServer
import Glibc
import Logging
import TTRPC
import TestAPI

/// `echo-server ADDRESS…`: serves the test contract and health on the addresses, for benches and clients of others.
///
/// Prints "ready ADDRESS" for each, then serves until SIGTERM or the end of its standard input. Exit codes: 0 after a drain,
/// 1 when it cannot listen, 2 on wrong usage.
@main
struct EchoServerMain {
  static func main() async {
    let addresses: [Address]
    do {
      addresses = try CommandLine.arguments.dropFirst().map { try Address(parsing: $0) }
      guard !addresses.isEmpty else { return fail("usage: echo-server ADDRESS…, each unix:PATH, unix:@NAME or tcp:HOST:PORT", 2) }
    } catch {
      return fail("\(error)", 2)
    }
    do {
      let server = try Server(
        [.echoService(EchoCalls()), .accessService(AccessCalls()), .healthService(HealthRegistry())],
        logger: Logger(label: "echo-server"))
      for address in addresses { say("ready \(try await server.listen(on: address))", to: STDOUT_FILENO) }
      await untilStopped()
      await server.shutdown()
    } catch {
      fail("\(error)", 1)
    }
  }

  private static func untilStopped() async {
    signal(SIGTERM, SIG_IGN)
    let (stop, continuation) = AsyncStream.makeStream(of: Void.self)
    let terminated = DispatchSource.makeSignalSource(signal: SIGTERM)
    terminated.setEventHandler { continuation.finish() }
    terminated.resume()
    DispatchQueue.global().async {
      while getchar() != EOF {}
      continuation.finish()
    }
    for await _ in stop {}
    terminated.cancel()
  }

  private static func fail(_ text: String, _ code: Int32) {
    say("echo-server: \(text)", to: STDERR_FILENO)
    exit(code)
  }

  private static func say(_ text: String, to descriptor: CInt) {
    let line = text + "\n"
    _ = write(descriptor, line, line.utf8.count)
  }
}
