import Synchronization

/// `grpc.health.v1.Health` over states that the program sets. Usable from any thread.
package final class HealthRegistry: HealthService {
  package typealias Status = HealthCheckResponse.ServingStatus

  private struct State {
    /// Of the server as a whole, by far the most asked for.
    var whole: Status
    /// Of its services.
    var services: [String: Status]
    var watchers: [Int: Watcher] = [:]
    var nextWatcher = 0

    func status(of service: String) -> Status? { service.isEmpty ? whole : services[service] }

    /// Whether that is a change.
    mutating func set(_ status: Status, of service: String) -> Bool {
      if service.isEmpty {
        defer { whole = status }
        return whole != status
      }
      return services.updateValue(status, forKey: service) != status
    }
  }

  private struct Watcher {
    let service: String
    let changes: AsyncStream<Void>.Continuation
  }

  private let state: Mutex<State>

  /// - Parameter statuses: By service name; "" is the server as a whole and serves unless said otherwise.
  package init(_ statuses: [String: Status] = [:]) {
    state = Mutex(State(whole: statuses[""] ?? .serving, services: statuses.filter { !$0.key.isEmpty }))
  }

  /// Changes a service's status and tells its watchers.
  package func set(_ status: Status, of service: String) {
    let watchers = state.withLock { state -> [Watcher] in
      guard state.set(status, of: service) else { return [] }
      return state.watchers.values.filter { $0.service == service }
    }
    for watcher in watchers { watcher.changes.yield() }
  }

  package func check(_ request: HealthCheckRequest, _ call: CallContext) throws(RPCError) -> HealthCheckResponse {
    guard let status = state.withLock({ $0.status(of: request.service) }) else {
      throw RPCError(
        .notFound, "No health is known of service \"\(request.service)\": leave the name empty for the whole server.")
    }
    return HealthCheckResponse(status: status)
  }

  package func list(_ request: HealthListRequest, _ call: CallContext) throws(RPCError) -> HealthListResponse {
    let statuses = state.withLock { $0.services.merging(["": $0.whole]) { $1 } }
    guard statuses.count <= 100 else {
      throw RPCError(.resourceExhausted, "More than 100 services have a health: check each by its name.")
    }
    return HealthListResponse(statuses: statuses.mapValues { HealthCheckResponse(status: $0) })
  }

  package func watch(
    _ request: HealthCheckRequest, _ responses: MessageWriter<HealthCheckResponse>, _ call: CallContext
  ) async throws(RPCError) {
    let (watcher, changes) = addWatcher(of: request.service)
    defer { state.withLock { $0.watchers[watcher] = nil } }
    var last: Status?
    for await _ in changes {
      // Asked here, because two changes at once may be announced in either order.
      let status = self.status(of: request.service)
      if status == last { continue }
      last = status
      try await responses.write(HealthCheckResponse(status: status))
    }
    try call.checkCancellation()
  }

  private func status(of service: String) -> Status {
    state.withLock { $0.status(of: service) ?? .serviceUnknown }
  }

  /// Something to look at once now and after every change; several changes are one to a reader that is slow.
  private func addWatcher(of service: String) -> (Int, AsyncStream<Void>) {
    let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watcher = state.withLock { state in
      state.nextWatcher += 1
      state.watchers[state.nextWatcher] = Watcher(service: service, changes: continuation)
      return state.nextWatcher
    }
    continuation.yield()
    return (watcher, changes)
  }
}
