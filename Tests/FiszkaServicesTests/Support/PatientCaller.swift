import CommonProto
import Dispatch
import Glibc
import NIOCore
import ProtobufCSupport
import TTRPCWire
import Testing

@testable import TTRPC

/// A caller that tells the server how long a call may take, and keeps no time itself: it waits for the answer, and never cancels.
struct PatientCaller {
  private let socket: CInt

  /// On a connection of its own, over a pair of sockets; close it.
  init(_ harness: Harness) async throws {
    var ends: [CInt] = [0, 0]
    try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    socket = ends[1]
    try await harness.serve(ends[0])
  }

  func close() {
    Glibc.close(socket)
  }

  /// How the server ends the call.
  func call(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, timeout: Duration
  ) async throws -> RPCError.Code {
    var frame = ByteBuffer()
    let head = RequestHead(method, options: CallOptions(timeout: timeout))
    if let error = frame.writeRequest(head, request, flags: [], limits: Limits()) { throw error }
    frame.setStreamID(1)
    let bytes = Array(frame.readableBytesView)
    try #require(send(socket, bytes, bytes.count, CInt(MSG_NOSIGNAL)) == bytes.count)
    let answer = await answer()
    let envelope = try ResponseEnvelope(decoding: ByteBuffer(bytes: answer.dropFirst(FrameHeader.byteCount)), limits: Limits())
    return RPCError.Code(rawValue: envelope.status.code)
  }

  /// A short frame, which comes in one piece; waited for on a thread of its own.
  private func answer() async -> [UInt8] {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "patient caller").async { [socket] in
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = recv(socket, &bytes, bytes.count, 0)
        continuation.resume(returning: Array(bytes.prefix(max(count, 0))))
      }
    }
  }
}
