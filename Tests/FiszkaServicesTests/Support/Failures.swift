import CommonProto
import FiszkaAPI
import NIOCore
import ProtobufCSupport
import TTRPC
import Testing

@testable import FiszkaServices

/// Expects `call` to fail with this code and reason; returns the reason's metadata.
@discardableResult
func expectFailure<Answer>(
  _ code: RPCError.Code, _ reason: ErrorReason? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  _ call: () async throws -> Answer
) async throws -> [String: String] {
  let error = await #expect(throws: RPCError.self, sourceLocation: sourceLocation) { _ = try await call() }
  guard let error else { return [:] }
  #expect(error.code == code, "\(error.message)", sourceLocation: sourceLocation)
  #expect(error.message.count > 10, sourceLocation: sourceLocation)
  let info = try error.detail(ErrorInfo.self)
  #expect(info?.reason == reason?.name, "\(error.message)", sourceLocation: sourceLocation)
  if reason != nil { #expect(info?.domain == "fiszka", sourceLocation: sourceLocation) }
  return info?.metadata ?? [:]
}

/// Expects `call` to be refused for these fields.
func expectInvalid<Answer>(
  _ fields: String..., sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Answer
) async throws {
  let error = await #expect(throws: RPCError.self, sourceLocation: sourceLocation) { _ = try await call() }
  guard let error else { return }
  #expect(error.code == .invalidArgument, "\(error.message)", sourceLocation: sourceLocation)
  #expect(try error.detail(ErrorInfo.self)?.reason == "REQUEST_INVALID", sourceLocation: sourceLocation)
  let named = try error.detail(BadRequest.self)?.fieldViolations.map(\.field)
  #expect(named == fields, sourceLocation: sourceLocation)
}

extension RPCError {
  /// The first detail of this type.
  func detail<Message: ProtobufMessage>(_ type: Message.Type) throws -> Message? {
    let packed = details.first { $0.typeUrl == "type.googleapis.com/\(Message.protobufName)" }
    return try packed.map { try Message(decoding: ByteBuffer(bytes: $0.value)) }
  }
}
