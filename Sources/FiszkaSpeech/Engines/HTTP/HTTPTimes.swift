/// How long an engine reached by HTTP may take, in milliseconds.
package struct HTTPTimes: Hashable, Sendable {
  /// Until it takes the connection.
  package var connectMilliseconds: Int
  /// For a whole request.
  package var totalMilliseconds: Int
  /// For a whole request until the first one succeeded: it may load a model first.
  package var firstMilliseconds: Int

  package init(connectMilliseconds: Int = 2_000, totalMilliseconds: Int = 15_000, firstMilliseconds: Int = 60_000) {
    self.connectMilliseconds = connectMilliseconds
    self.totalMilliseconds = totalMilliseconds
    self.firstMilliseconds = firstMilliseconds
  }
}
