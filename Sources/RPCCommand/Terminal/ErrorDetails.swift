import CommonProto
import NIOCore
import ProtoDynamic
import ProtobufCSupport
import TTRPC

extension CommandFailure {
  /// The details of a call's error as JSON, an indented line each.
  func detailLines(_ contract: Contract?) -> [String] {
    guard case .call(let error) = reason else { return [] }
    return error.details.map { detail in
      "  \(contract.flatMap(detail.json) ?? "\(detail.typeUrl): \(detail.value.count) bytes that cannot be shown")"
    }
  }
}

extension ProtobufAny {
  /// Nil when the bytes are no message of the type.
  fileprivate func json(_ contract: Contract) -> String? {
    var bytes = ByteBuffer()
    guard (try? encode(into: &bytes)) != nil else { return nil }
    return try? contract.json.decode(Array(bytes.readableBytesView), as: Self.protobufName)
  }
}
