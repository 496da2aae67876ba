import EspeakAPI
import Glibc
import Logging
import NIOCore
import TTRPC

/// `fiszka-espeak`: a synthesis process of fiszkad. Serves `fiszka.espeak.v1` on descriptor 3, one end of a socket pair, until the
/// other end is closed, which it also is when fiszkad dies.
///
/// A program of its own because libespeak-ng is under the GPL, version 3. Exit codes: 0 the other end was closed, 1 the library
/// does not start, 2 not started by fiszkad.
@main
struct FiszkaEspeak {
  private static let socket: CInt = 3

  static func main() async {
    var type: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    guard getsockopt(socket, SOL_SOCKET, SO_TYPE, &type, &length) == 0 else {
      fail("this program is started by fiszkad, with a socket as descriptor 3", 2)
    }
    do throws(EspeakFailure) {
      let calls = EspeakCalls(try EspeakLibrary())
      await serve(calls)
    } catch {
      fail("\(error)", 1)
    }
  }

  private static func serve(_ calls: EspeakCalls) async {
    var configuration = ServerConfiguration()
    configuration.workerThreads = 1
    configuration.longThreads = 1
    // A pool that nobody needs for a day stays as it is.
    configuration.times.firstBytes = .hours(24 * 365)
    configuration.times.idle = .hours(24 * 365)
    configuration.drainTime = .zero
    var logger = Logger(label: "fiszka-espeak")
    logger.logLevel = .error
    do {
      let server = try Server([.espeakService(calls)], configuration: configuration, logger: logger)
      try await server.serveUntilClosed(connectedSocket: socket)
      await server.shutdown()
    } catch {
      fail("\(error)", 1)
    }
  }

  private static func fail(_ text: String, _ code: Int32) -> Never {
    let line = "fiszka-espeak: \(text)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    exit(code)
  }
}
