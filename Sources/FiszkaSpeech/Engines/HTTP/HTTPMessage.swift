import FiszkaDomain

/// What is asked of a server.
struct HTTPRequest: Sendable {
  let url: String
  /// Lines "Name: value".
  var headers: [String] = []
  /// Nil: GET; else POST.
  var body: [UInt8]?
}

/// What a server answered.
struct HTTPResponse: Sendable {
  let status: Int
  let bytes: [UInt8]
  /// What the server asks for before the next request, up to an hour.
  let retryAfterMilliseconds: Int?
}

/// Why a server did not answer.
enum HTTPFailure: Error, Hashable {
  /// No connection; says why.
  case unreachable(String)
  /// The time was over.
  case timedOut
  /// The response is longer than it may be.
  case tooLarge
  /// The connection broke off; says why, and whether any of a response had come.
  case broken(String, hasBegun: Bool)
  /// The caller gave up.
  case interrupted(WorkInterruption)
}
