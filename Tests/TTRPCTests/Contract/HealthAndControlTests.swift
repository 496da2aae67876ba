import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct HealthAndControlTests {
  @Test(arguments: TransportKind.allCases)
  func pingIsAnswered(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let control = ControlServiceClient(service.client)
      for _ in 0..<3 { #expect(try await control.ping(PingRequest()) == PingResponse()) }
    }
  }

  @Test(arguments: TransportKind.allCases)
  func checkAnswersForServerAndServices(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let client = HealthServiceClient(service.client)
      #expect(try await client.check(HealthCheckRequest()).status == .serving)
      service.health.set(.notServing, of: "fiszka.v1.ImportService")
      #expect(try await client.check(HealthCheckRequest(service: "fiszka.v1.ImportService")).status == .notServing)
      #expect(await code { try await client.check(HealthCheckRequest(service: "nothing")) } == .notFound)
    }
  }

  @Test func listAnswersWithEveryServiceUpToAHundred() async throws {
    try await withService { service async throws in
      let client = HealthServiceClient(service.client)
      for number in 1..<100 { service.health.set(.serving, of: "service \(number)") }
      let statuses = try await client.list(HealthListRequest()).statuses
      #expect(statuses.count == 100)
      #expect(statuses[""]?.status == .serving)
      service.health.set(.serving, of: "one more")
      #expect(await code { try await client.list(HealthListRequest()) } == .resourceExhausted)
    }
  }

  @Test(arguments: TransportKind.allCases)
  func watchTellsThePresentStatusAndEveryChange(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      var watch = try await HealthServiceClient(service.client).watch(HealthCheckRequest(service: "a")).makeAsyncIterator()
      #expect(try await watch.next()?.status == .serviceUnknown)
      for status in [HealthRegistry.Status.serving, .notServing, .serving] {
        service.health.set(status, of: "a")
        // Neither another service nor the same status again is a change.
        service.health.set(.notServing, of: "b")
        #expect(try await watch.next()?.status == status)
        service.health.set(status, of: "a")
      }
    }
  }

  @Test func watchesOfTwoConnectionsBothHear() async throws {
    try await withService { service async throws in
      let other = try await service.connect()
      var watches = [
        try await HealthServiceClient(service.client).watch(HealthCheckRequest()).makeAsyncIterator(),
        try await HealthServiceClient(other).watch(HealthCheckRequest()).makeAsyncIterator(),
      ]
      for index in 0..<2 { #expect(try await watches[index].next()?.status == .serving) }
      service.health.set(.notServing, of: "")
      for index in 0..<2 { #expect(try await watches[index].next()?.status == .notServing) }
      await other.close()
    }
  }

  @Test func watchComesToTheStatusThatStandsWhoeverSetItLast() async throws {
    try await withService { service async throws in
      let health = service.health
      var watch = try await HealthServiceClient(service.client).watch(HealthCheckRequest()).makeAsyncIterator()
      var seen = try await watch.next()?.status
      for _ in 0..<500 {
        await withTaskGroup { group in
          for status in [HealthRegistry.Status.serving, .notServing] {
            group.addTask { health.set(status, of: "") }
          }
        }
        let stands = try await HealthServiceClient(service.client).check(HealthCheckRequest()).status
        while seen != stands { seen = try await watch.next()?.status }
      }
    }
  }
}
