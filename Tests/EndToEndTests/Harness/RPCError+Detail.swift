import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPC

extension RPCError {
  /// The reason and its metadata, as the contract documents them; nil: the error has none.
  var info: ErrorInfo? {
    let packed = details.first { $0.typeUrl == "type.googleapis.com/\(ErrorInfo.protobufName)" }
    return packed.flatMap { try? ErrorInfo(decoding: ByteBuffer(bytes: $0.value)) }
  }
}
