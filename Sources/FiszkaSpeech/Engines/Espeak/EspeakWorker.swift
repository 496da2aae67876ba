import EspeakAPI
import FiszkaDomain
import Glibc
import NIOCore
import ProtobufCSupport
import Synchronization
import TTRPC

/// One process of `fiszka-espeak` and the connection to it. Used by one thread at a time; killed with its value.
final class EspeakWorker: Sendable {
  /// How a call ended.
  enum Outcome<Response> {
    /// The process answered, with a response or an error.
    case answered(Result<Response, RPCError>)
    /// It is gone.
    case died
    /// It did not answer in its time.
    case hung
    /// The caller gave up; whether the process is well is not known.
    case interrupted(WorkInterruption)
  }

  /// How often the caller's limit is looked at, in milliseconds.
  private static let look: CInt = 10
  /// How long a process may go on after its caller gave up: killing one that is about to answer would cost a new one.
  private static let grace = TimeAmount.milliseconds(50)

  private let process: ChildProcess
  private let connection: Mutex<BlockingConnection>

  /// Starts the program; what it writes on standard error goes to `onLine`.
  init(_ program: String, onLine: @escaping @Sendable (String) -> Void) throws(SystemFailure) {
    let calls = try SocketPair()
    let errors = try SocketPair()
    let nothing = try OwnedDescriptor.open("/dev/null", O_RDWR)
    process = try ChildProcess(
      program, [], descriptors: [nothing.number, nothing.number, errors.second.number, calls.second.number])
    connection = Mutex(BlockingConnection(adopting: calls.takeFirst().take()))
    LineReader.start(errors.takeFirst(), onLine)
  }

  /// Whether the process still runs.
  var isAlive: Bool { !process.hasEnded }

  /// Its number, for tests that harm it.
  var processID: Int32 { process.id }

  /// Kills the process; returns when it is gone.
  func end() {
    process.end()
  }

  /// Calls, and waits in this thread.
  func call<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, timeout: TimeAmount, limit: WorkLimit
  ) -> Outcome<Response> {
    connection.withLock { connection in
      do throws(RPCError) {
        let ticket = try connection.start(method, request)
        return Self.wait(for: ticket, &connection, until: .now() + timeout, limit)
      } catch {
        return connection.isClosed ? .died : .answered(.failure(error))
      }
    }
  }

  private static func wait<Response: ProtobufMessage>(
    for ticket: CallTicket, _ connection: inout BlockingConnection, until deadline: NIODeadline, _ limit: WorkLimit
  ) -> Outcome<Response> {
    var deadline = deadline
    var interruption: WorkInterruption?
    while true {
      connection.flush()
      connection.receive()
      while let call = connection.nextReceived() {
        if connection.isClosed, case .failure = call.outcome { return .died }
        // Others belong to callers that gave up.
        guard call.ticket == ticket else { continue }
        if let interruption { return .interrupted(interruption) }
        do throws(RPCError) { return .answered(.success(try call.response())) } catch { return .answered(.failure(error)) }
      }
      if connection.isClosed { return .died }
      let now = NIODeadline.now()
      if deadline <= now { return interruption.map { .interrupted($0) } ?? .hung }
      if interruption == nil, let reason = limit.interruption {
        interruption = reason
        deadline = min(deadline, now + grace)
      }
      var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, look)
    }
  }
}
