import CommonProto
import NIOCore
import ProtobufCSupport

extension ProtobufAny {
  /// `message` with its type; nil when it is too large to be encoded, which details never are.
  init?(packing message: some ProtobufMessage) {
    var buffer = ByteBuffer()
    do throws(ProtobufError) {
      try message.encode(into: &buffer)
    } catch {
      return nil
    }
    self.init(typeUrl: "type.googleapis.com/\(type(of: message).protobufName)", value: Array(buffer.readableBytesView))
  }
}
