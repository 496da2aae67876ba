import TTRPC
import Testing

@Suite struct AddressTests {
  @Test(
    arguments: [
      ("unix:/run/fiszka/socket", .unix(path: "/run/fiszka/socket")), ("unix:relative", .unix(path: "relative")),
      ("unix:/with space:and colon", .unix(path: "/with space:and colon")), ("unix:@fiszka", .abstract(name: "fiszka")),
      ("unix:@żółw", .abstract(name: "żółw")), ("unix:@@", .abstract(name: "@")),
      ("unix:" + String(repeating: "a", count: 107), .unix(path: String(repeating: "a", count: 107))),
      ("unix:@" + String(repeating: "a", count: 107), .abstract(name: String(repeating: "a", count: 107))),
      ("tcp:localhost:0", .tcp(host: "localhost", port: 0)), ("tcp:127.0.0.1:65535", .tcp(host: "127.0.0.1", port: 65_535)),
      ("tcp:[::1]:7070", .tcp(host: "::1", port: 7_070)),
    ] as [(String, Address)])
  func addressIsReadAndWrittenBack(_ text: String, _ address: Address) throws {
    #expect(try Address(parsing: text) == address)
    #expect(address.description == text)
  }

  @Test(
    arguments: [
      ("", "unix: and tcp:"), ("/run/socket", "unix: and tcp:"), ("UNIX:/run/socket", "unix: and tcp:"),
      ("http:localhost:80", "unix: and tcp:"), ("unix:", "empty"), ("unix:@", "empty"),
      ("unix:" + String(repeating: "ż", count: 54), "107 bytes"), ("unix:@" + String(repeating: "a", count: 108), "107 bytes"),
      ("unix:/a\0b", "zero byte"), ("unix:@a\0", "zero byte"), ("tcp:", "port"), ("tcp:localhost", "port"),
      ("tcp:localhost:", "port"), ("tcp:localhost:65536", "port"), ("tcp:localhost:-1", "port"), ("tcp:localhost:+1", "port"),
      ("tcp:localhost: 1", "port"), ("tcp:localhost:0x50", "port"), ("tcp:[::1]80", "port"), ("tcp::80", "host"),
      ("tcp:[]:80", "host"), ("tcp:::1:80", "brackets"), ("tcp:[::1:80", "brackets"),
    ])
  func textThatIsNoAddressIsRefusedWithWhatIsWrongWithIt(_ text: String, _ problem: String) {
    do {
      Issue.record("\(try Address(parsing: text))")
    } catch {
      #expect(error.description.contains(problem), "\(error)")
      #expect(error.description.contains("unix:PATH, unix:@NAME or tcp:HOST:PORT"))
    }
  }
}
