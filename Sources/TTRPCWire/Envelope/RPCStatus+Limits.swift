package import CommonProto

extension RPCStatus {
  /// The same status with its message and details cut to `limits`.
  package func bounded(by limits: Limits) -> RPCStatus {
    var bounded = RPCStatus(code: code, message: message.prefix(utf8Bytes: limits.statusMessageBytes))
    var bytes = 0
    for detail in details where bounded.details.count < limits.statusDetails {
      let size = detail.typeUrl.utf8.count + detail.value.count
      if bytes + size > limits.statusDetailBytes { continue }
      bytes += size
      bounded.details.append(detail)
    }
    return bounded
  }
}

extension String {
  /// The longest beginning of at most `limit` UTF-8 bytes that cuts no Unicode scalar.
  func prefix(utf8Bytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: limit)
    while end > utf8.startIndex, UTF8.isContinuation(utf8[end]) { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
