package import FiszkaDomain

/// A provider with an interface as OpenAI's. What is spoken there leaves the machine.
package struct ExternalSettings: Sendable {
  /// The address before "/v1/audio/speech".
  package var url: EndpointURL
  /// From the environment or a file, never from the database; nil: none is sent.
  package var key: ProviderKey?
  /// The provider's name of its model.
  package var model = "tts-1"
  /// The provider's names of voices. Of OpenAI's, fable is British and alloy American.
  package var voices: [Accent: String] = [.uk: "fable", .us: "alloy"]
  /// How long it may take.
  package var times = HTTPTimes(connectMilliseconds: 3_000, totalMilliseconds: 10_000, firstMilliseconds: 10_000)
  /// Requests at once.
  package var requests = 4
  /// Callers that may wait.
  package var queue = 32

  package init(url: EndpointURL, key: ProviderKey?) {
    self.url = url
    self.key = key
  }
}
