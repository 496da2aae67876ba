package import FiszkaDomain

/// Where `piper.http_server` answers and who speaks there.
package struct PiperSettings: Sendable {
  /// Such as "http://127.0.0.1:5000".
  package var url: EndpointURL
  /// Names of voices, such as "en_GB-alba-medium". For an accent without one: the first that the server has, by name.
  package var voices: [Accent: String] = [:]
  /// How long it may take.
  package var times = HTTPTimes()
  /// Callers that may wait for it: it speaks one text at a time.
  package var queue = 32
  /// How long the server's list of voices is believed, in milliseconds. It is asked for because a server that does not have a
  /// voice speaks with another one and does not say so.
  package var voicesMilliseconds = 10_000

  package init(url: EndpointURL) {
    self.url = url
  }
}
