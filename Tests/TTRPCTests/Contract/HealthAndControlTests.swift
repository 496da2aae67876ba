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
}
