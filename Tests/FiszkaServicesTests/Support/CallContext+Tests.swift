import NIOCore

@testable import TTRPC
@testable import TTRPCWire

extension CallContext {
  /// The context of a call from `peer`, as the server would make it.
  static func of(
    _ method: MethodDescriptor, from peer: Peer = .unknown, metadata: [(String, String)] = []
  ) throws -> CallContext {
    var head = RequestHead(service: method.service, method: method.method)
    for (key, value) in metadata { head.metadata.append(value, for: key) }
    var bytes = ByteBuffer()
    head.encode(into: &bytes)
    return CallContext(
      method: method, peer: peer, metadata: try RequestEnvelope(decoding: bytes, limits: Limits()).metadata, deadline: nil,
      streamID: 1,
      connection: NoConnection())
  }
}

/// A connection without other calls.
private struct NoConnection: CallConnection {
  let decodedBytes = 32 << 20

  func cancelCall(streamID: UInt32) -> Bool? { nil }
}
