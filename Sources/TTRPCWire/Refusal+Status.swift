package import CommonProto
import ProtobufCSupport

extension Refusal {
  /// What goes over the wire, or to the caller.
  package var status: RPCStatus {
    RPCStatus(code: code, message: message)
  }

  /// The google.rpc code.
  package var code: Int32 {
    switch self {
    case .evenStreamID, .streamIDNotIncreasing, .contradictoryFlags, .clientMayNotStream, .methodStreams, .streamNotOpen,
      .dataAfterClose, .noDataWithBytes, .dataOnUnaryCall:
      StatusCode.invalidArgument
    case .malformedRequest(.memoryLimitExceeded), .malformedResponse(.memoryLimitExceeded), .metadataEntries, .metadataBytes,
      .tooManyStreams, .frameTooLarge, .messageTooLarge, .streamWaitingBytes, .connectionWaitingBytes:
      StatusCode.resourceExhausted
    case .malformedRequest:
      StatusCode.invalidArgument
    case .unknownService, .unknownMethod:
      StatusCode.unimplemented
    case .draining, .streamIDsExhausted:
      StatusCode.unavailable
    case .malformedResponse, .unexpectedServerData:
      StatusCode.internal
    case .mayNotSend:
      StatusCode.failedPrecondition
    }
  }

  /// What is wrong and what to do about it.
  package var message: String {
    switch self {
    case .evenStreamID:
      "The stream id must be odd: even ids are the server's, which starts no streams."
    case .streamIDNotIncreasing(let highest):
      "The stream id must be greater than \(highest), the highest one used on this connection."
    case .contradictoryFlags:
      "A request is either remote open (0x02) or remote closed (0x01), not both."
    case .clientMayNotStream:
      "The method takes one message: send it in the request, with flags 0x00 or 0x01."
    case .methodStreams:
      "The method streams: send the request with flag 0x01 (remote closed) or 0x02 (remote open)."
    case .malformedRequest(let error):
      "The request envelope cannot be read: \(error.sentence)"
    case .metadataEntries(let limit):
      "The request has more than \(limit) metadata entries."
    case .metadataBytes(let limit):
      "The request's metadata keys and values have more than \(limit) bytes."
    case .unknownService(let name):
      "There is no service \"\(name)\"."
    case .unknownMethod(let name):
      "There is no method \"\(name)\"."
    case .tooManyStreams(let limit):
      "\(limit) calls are open on this connection: wait for one to end, or open another connection."
    case .draining:
      "The server is shutting down: call again on a new connection."
    case .frameTooLarge(let bytes, let limit):
      "A frame of \(bytes) bytes exceeds the limit of \(limit)."
    case .messageTooLarge(let bytes, let limit):
      "The message takes a frame of \(bytes) bytes, which exceeds the limit of \(limit)."
    case .streamNotOpen:
      "No request has opened this stream."
    case .dataOnUnaryCall:
      "A data frame came on a unary call, which has one request and nothing more."
    case .unexpectedServerData:
      "The server sent a data frame that has no place in this call."
    case .dataAfterClose:
      "A message came after the frame that said that none would follow."
    case .noDataWithBytes:
      "A data frame with flag 0x04 (no data) carries bytes."
    case .streamWaitingBytes(let limit):
      "More than \(limit) bytes of messages wait on this stream: send more slowly."
    case .connectionWaitingBytes(let limit):
      "More than \(limit) bytes of messages wait on this connection: send more slowly."
    case .malformedResponse(let error):
      "The response envelope cannot be read: \(error.sentence)"
    case .streamIDsExhausted:
      "The connection has used all its stream ids: open another one."
    case .mayNotSend:
      "The stream takes no more messages from this side."
    }
  }
}

extension ProtobufError {
  /// What is wrong with the bytes.
  fileprivate var sentence: String {
    switch self {
    case .malformed: "the bytes are not valid protobuf."
    case .memoryLimitExceeded(let limit): "decoding needs more than \(limit) bytes of memory."
    case .invalidUTF8(let field): "\(field) is not UTF-8."
    }
  }
}
