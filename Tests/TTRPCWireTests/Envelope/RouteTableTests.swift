import NIOCore
import Testing

@testable import TTRPCWire

@Suite struct RouteTableTests {
  private func request(_ service: String, _ method: String) throws -> RequestEnvelope {
    var bytes = ByteBuffer()
    RequestHead(service: service, method: method).encode(into: &bytes)
    return try RequestEnvelope(decoding: bytes, limits: Limits())
  }

  @Test func everyRouteOfALargeTableIsFound() throws {
    let names = (0..<500).map { (service: "fiszka.v1.Service\($0 / 7)", method: "Method\($0 % 7)") }
    let table = RouteTable(names)
    for (index, name) in names.enumerated() {
      #expect(try table.find(request(name.service, name.method)) == index)
    }
  }

  @Test func whereServiceEndsAndMethodBeginsMatters() throws {
    let table = RouteTable([("ab", "c"), ("a", "bc"), ("", "abc"), ("abc", "")])
    for (index, name) in [("ab", "c"), ("a", "bc"), ("", "abc"), ("abc", "")].enumerated() {
      #expect(try table.find(request(name.0, name.1)) == index)
    }
  }

  @Test func anUnknownMethodAndAnUnknownServiceAreToldApart() throws {
    let table = RouteTable([("s.S", "M")])
    #expect(throws: Refusal.unknownMethod("N")) { try table.find(request("s.S", "N")) }
    #expect(throws: Refusal.unknownMethod("m")) { try table.find(request("s.S", "m")) }
    #expect(throws: Refusal.unknownService("s.T")) { try table.find(request("s.T", "M")) }
    #expect(throws: Refusal.unknownService("")) { try table.find(request("", "")) }
  }

  @Test func anEmptyTableKnowsNothing() throws {
    #expect(throws: Refusal.unknownService("s")) { try RouteTable([]).find(request("s", "m")) }
  }

  @Test func aLongNameIsCutInTheAnswer() throws {
    let name = String(repeating: "ż", count: 1_000)
    #expect(throws: Refusal.unknownService(String(repeating: "ż", count: 100))) {
      try RouteTable([]).find(request(name, "m"))
    }
  }
}
