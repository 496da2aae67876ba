import NIOCore
import ProtobufCSupport

/// A stream on a connection of a pool: it keeps its place there until it has ended or is let go.
final class PooledStream: InboundMessages, OutboundMessages {
  private let stream: ClientStream
  private let lease: PoolLease

  init(_ stream: ClientStream, _ lease: PoolLease) {
    self.stream = stream
    self.lease = lease
  }

  var decodedBytes: Int { stream.decodedBytes }

  func next() async throws(RPCError) -> ByteBuffer? {
    defer { giveBackWhenOver() }
    return try await stream.next()
  }

  func send(_ message: some ProtobufMessage) async throws(RPCError) {
    defer { giveBackWhenOver() }
    try await stream.send(message)
  }

  func respond(_ message: some ProtobufMessage) async throws(RPCError) {
    try await stream.respond(message)
  }

  func finish() async throws(RPCError) {
    try await stream.finish()
  }

  /// The call may be over before its last message was read.
  private func giveBackWhenOver() {
    switch stream.ending {
    case nil: break
    case .success: lease.end(.answered)
    case .failure(let error): lease.end(PoolCallEnd(error))
    }
  }
}
