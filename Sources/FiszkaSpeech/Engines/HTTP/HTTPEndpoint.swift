import FiszkaDomain
import Glibc
import Synchronization

/// A server that speaks, with what all such have in common: so many requests at once and no more, a bounded queue, bounds of time
/// and size, one more try where a connection breaks off. Any thread; calls block it.
final class HTTPEndpoint: Sendable {
  /// Two minutes of sound and more.
  static let mostSoundBytes = 16 << 20
  /// The most that a server's wish for a pause is followed, in milliseconds; beyond it another engine is quicker.
  private static let longestPause = 1_000
  private static let look: CInt = 10

  let url: EndpointURL
  private let times: HTTPTimes
  private let usesProxy: Bool
  private let retriedStatuses: Set<Int>
  private let turns: TurnQueue
  private let state = Mutex(State())

  private struct State {
    var idle: [HTTPSession] = []
    var hasAnswered = false
  }

  /// - Parameters:
  ///   - requests: How many at once.
  ///   - queue: How many callers may wait.
  ///   - usesProxy: Whether the proxies that the environment names are used.
  ///   - retriedStatuses: After these the request is repeated once.
  init(_ url: EndpointURL, times: HTTPTimes, requests: Int, queue: Int, usesProxy: Bool = false, retriedStatuses: Set<Int> = []) {
    self.url = url
    self.times = times
    self.usesProxy = usesProxy
    self.retriedStatuses = retriedStatuses
    turns = TurnQueue(places: requests, mostWaiting: queue)
  }

  /// Runs `body`, which may send any number of requests one after the other, when it is its turn.
  func turn<Value>(
    limit: WorkLimit, _ body: () throws(SpeechEngineFailure) -> Value
  ) throws(SpeechEngineFailure) -> Value {
    try turns.turn(limit: limit, body)
  }

  /// Sends a request in this turn; any status is an answer.
  func send(
    _ request: HTTPRequest, mostBytes: Int = HTTPEndpoint.mostSoundBytes, limit: WorkLimit
  ) throws(SpeechEngineFailure) -> HTTPResponse {
    guard let session = state.withLock({ $0.idle.popLast() }) ?? HTTPSession() else {
      throw .unreachable("libcurl is not installed")
    }
    defer { state.withLock { $0.idle.append(session) } }
    var pause = 0
    do throws(HTTPFailure) {
      let response = try attempt(session, request, mostBytes, limit)
      guard retriedStatuses.contains(response.status), (response.retryAfterMilliseconds ?? 0) <= Self.longestPause else {
        return response
      }
      pause = response.retryAfterMilliseconds ?? 200
    } catch .broken(_, hasBegun: false) {
      // The server was started anew, or closed a connection in the moment in which it was used.
    } catch {
      throw SpeechEngineFailure(error)
    }
    try Self.wait(milliseconds: pause, limit)
    do throws(HTTPFailure) { return try attempt(session, request, mostBytes, limit) } catch { throw SpeechEngineFailure(error) }
  }

  /// After this, requests get the shorter time.
  func answered() {
    state.withLock { $0.hasAnswered = true }
  }

  private func attempt(
    _ session: HTTPSession, _ request: HTTPRequest, _ mostBytes: Int, _ limit: WorkLimit
  ) throws(HTTPFailure) -> HTTPResponse {
    if let interruption = limit.interruption { throw .interrupted(interruption) }
    let hasAnswered = state.withLock { $0.hasAnswered }
    return try session.exchange(
      request, connectMilliseconds: times.connectMilliseconds,
      totalMilliseconds: hasAnswered ? times.totalMilliseconds : times.firstMilliseconds, mostBytes: mostBytes,
      usesProxy: usesProxy, limit: limit)
  }

  private static func wait(milliseconds: Int, _ limit: WorkLimit) throws(SpeechEngineFailure) {
    for _ in 0..<milliseconds / Int(look) {
      poll(nil, 0, look)
      if let interruption = limit.interruption { throw .interrupted(interruption) }
    }
  }
}

extension SpeechEngineFailure {
  fileprivate init(_ failure: HTTPFailure) {
    switch failure {
    case .unreachable(let why): self = .unreachable(why)
    case .timedOut: self = .timedOut
    case .tooLarge: self = .badAudio("a response without end")
    case .broken(let why, _): self = .failed("the connection broke off: \(why)")
    case .interrupted(let interruption): self = .interrupted(interruption)
    }
  }
}
