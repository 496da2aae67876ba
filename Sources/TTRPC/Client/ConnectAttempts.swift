import NIOCore
import Synchronization

/// The channels of one attempt to connect: a host may have several addresses. Usable from any thread.
final class ConnectAttempts: Sendable {
  private let state = Mutex<(channels: [any Channel], isCancelled: Bool)>(([], false))

  /// Another address is tried.
  func add(_ channel: any Channel) {
    let isCancelled = state.withLock { state in
      state.channels.append(channel)
      return state.isCancelled
    }
    if isCancelled { channel.close(promise: nil) }
  }

  /// Ends them all, and those that follow.
  func cancel() {
    let channels = state.withLock { state in
      state.isCancelled = true
      return state.channels
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
