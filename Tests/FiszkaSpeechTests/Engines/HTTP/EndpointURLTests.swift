import Testing

@testable import FiszkaSpeech

@Suite struct EndpointURLTests {
  @Test(arguments: ["http://127.0.0.1:5002", "https://tts.example.com", "http://[::1]:80/base"]) func addressOfAServerIsTaken(
    text: String
  ) {
    #expect(EndpointURL(text)?.description == text)
    #expect(EndpointURL(text + "/")?.description == text)
  }

  @Test(arguments: [
    "", "127.0.0.1:5002", "ftp://tts.example.com", "file:///etc/passwd", "http://", "http://a:b@tts.example.com",
    "http://tts.example.com?x=1", "http://tts.example.com#x", "http://tts.example.com/ x",
  ])
  func otherTextIsRefused(text: String) {
    #expect(EndpointURL(text) == nil)
  }

  @Test func queryIsEscaped() throws {
    let url = try #require(EndpointURL("http://127.0.0.1/base"))
    #expect(url.url("/a", query: [("b", "c d&=#%é"), ("e", "")]) == "http://127.0.0.1/base/a?b=c%20d%26%3D%23%25%C3%A9&e=")
    #expect(url.url("/") == "http://127.0.0.1/base/")
  }
}
