import CCurl
import Dispatch
import FiszkaDomain
import Glibc

/// Connections to a server that are kept, and one exchange at a time, in the thread that calls.
///
/// `@unchecked Sendable`: its owner gives it to one thread at a time, and libcurl's handles are bound to none.
final class HTTPSession: @unchecked Sendable {
  /// How often the caller's limit is looked at, in milliseconds.
  private static let look: CInt = 10

  private let session: OpaquePointer

  /// Nil where libcurl is not installed.
  init?() {
    guard let session = http_session_open() else { return nil }
    self.session = session
  }

  deinit {
    http_session_close(session)
  }

  /// Sends a request and waits for the whole response.
  ///
  /// - Parameters:
  ///   - usesProxy: Whether the proxies that the environment names may see it.
  ///   - totalMilliseconds: For all of it.
  func exchange(
    _ request: HTTPRequest, connectMilliseconds: Int, totalMilliseconds: Int, mostBytes: Int, usesProxy: Bool, limit: WorkLimit
  ) throws(HTTPFailure) -> HTTPResponse {
    defer { http_session_end(session) }
    // libcurl asks before it sends a long body, and waits a second for the answer of those who know no such question.
    let lines = (request.headers + ["Expect:"]).map { UnsafePointer(strdup($0)) } + [nil]
    defer { for line in lines { free(UnsafeMutablePointer(mutating: line)) } }
    // Until the end of the exchange the body stays where it is.
    return try Self.withBody(request.body) { (body) throws(HTTPFailure) in
      var raw = http_request()
      raw.body = body?.baseAddress
      raw.body_length = body?.count ?? 0
      raw.uses_proxy = usesProxy
      raw.connect_timeout_milliseconds = connectMilliseconds
      raw.most_response_bytes = mostBytes
      let hasBegun = request.url.withCString { url in
        lines.withUnsafeBufferPointer { lines in
          raw.url = url
          raw.headers = lines.baseAddress
          return http_session_begin(session, &raw)
        }
      }
      guard hasBegun else { throw .unreachable("libcurl does not take the request") }
      return try wait(until: .now() + .milliseconds(totalMilliseconds), limit)
    }
  }

  private func wait(until end: DispatchTime, _ limit: WorkLimit) throws(HTTPFailure) -> HTTPResponse {
    while true {
      switch http_session_step(session, Self.look) {
      case HTTP_ANSWERED: return response()
      case HTTP_UNREACHABLE: throw .unreachable(problem)
      case HTTP_TOO_LARGE: throw .tooLarge
      case HTTP_RUNNING: break
      default: throw .broken(problem, hasBegun: http_session_response(session).has_begun)
      }
      if let interruption = limit.interruption { throw .interrupted(interruption) }
      if DispatchTime.now() >= end { throw .timedOut }
    }
  }

  private var problem: String { String(cString: http_session_problem(session)) }

  private func response() -> HTTPResponse {
    let raw = http_session_response(session)
    return HTTPResponse(
      status: raw.status, bytes: Array(UnsafeBufferPointer(start: raw.bytes, count: raw.length)),
      retryAfterMilliseconds: raw.retry_after_seconds > 0 ? raw.retry_after_seconds * 1_000 : nil)
  }

  private static func withBody<Value>(
    _ body: [UInt8]?, _ use: (UnsafeBufferPointer<UInt8>?) throws(HTTPFailure) -> Value
  ) throws(HTTPFailure) -> Value {
    guard let body else { return try use(nil) }
    return try body.withUnsafeBufferPointer { bytes in Result { () throws(HTTPFailure) in try use(bytes) } }.get()
  }
}
