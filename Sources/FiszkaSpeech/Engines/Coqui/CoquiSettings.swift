package import FiszkaDomain

/// Where a Coqui `tts-server` answers and who speaks there.
package struct CoquiSettings: Sendable {
  /// Such as "http://127.0.0.1:5002".
  package var url: EndpointURL
  /// Ids of the model's speakers. The defaults are those of the VCTK corpus, whose speaker p225 is English and whose p294 is
  /// American; not every speaker of it is either.
  package var speakers: [Accent: String] = [.uk: "p225", .us: "p294"]
  /// How long it may take.
  package var times = HTTPTimes()
  /// Callers that may wait for it: it speaks one text at a time.
  package var queue = 32

  package init(url: EndpointURL) {
    self.url = url
  }
}
