import NIOCore
import ProtobufCSupport
import TTRPC

/// A blocking connection that keeps a number of calls open. Used by one thread.
final class Line<Request: ProtobufMessage, Response: ProtobufMessage> {
  private let load: Load<Request, Response>
  private var connection: BlockingConnection
  private var started: [CallTicket: NIODeadline] = [:]

  init(_ load: Load<Request, Response>) throws(SocketError) {
    self.load = load
    connection = try BlockingConnection.connect(to: load.settings.address)
  }

  var descriptor: CInt { connection.descriptor }

  /// Opens all calls but does not send them.
  func start() throws(RPCError) {
    for _ in 0..<load.settings.inFlight { try startCall(.now()) }
  }

  /// Sends what the system takes; false when something is left.
  func flush() -> Bool {
    connection.flush()
  }

  /// Takes what has come and starts a call for each that ended, without sending it. False when the measurement is over for
  /// this connection.
  func turnAround(_ window: Window, _ tally: inout Tally) -> Bool {
    connection.receive()
    while let call = connection.nextReceived() {
      if !take(call, window, &tally) { return false }
    }
    return true
  }

  /// Waits for answers until the measurement is over.
  func run(_ window: Window, _ tally: inout Tally) {
    while let call = connection.next() {
      if !take(call, window, &tally) { return }
    }
  }

  private func startCall(_ now: NIODeadline) throws(RPCError) {
    started[try connection.start(load.method, load.request)] = now
  }

  private func take(_ call: FinishedCall, _ window: Window, _ tally: inout Tally) -> Bool {
    let begin = started.removeValue(forKey: call.ticket)
    var failure: RPCError?
    do throws(RPCError) {
      _ = try call.response(Response.self)
    } catch {
      failure = error
    }
    let now = NIODeadline.now()
    guard let begin, tally.record(begin, now, window, failure: failure) else { return false }
    do throws(RPCError) {
      try startCall(now)
      return true
    } catch {
      // The connection is gone. The other calls have failed with it and are counted as they come.
      return !started.isEmpty
    }
  }
}
