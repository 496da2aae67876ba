import CommonProto
import NIOCore
import ProtobufCSupport
package import TTRPC

/// Why a command failed: what is printed and how the process ends.
package struct CommandFailure: Error, Sendable {
  /// What went wrong.
  package enum Reason: Sendable {
    /// The command line or its input is wrong; a sentence says how.
    case usage(String)
    /// There is no connection to the server; a sentence says why.
    case connection(String)
    /// The call ended with this error.
    case call(RPCError)
  }

  package let reason: Reason

  package init(_ reason: Reason) {
    self.reason = reason
  }

  static func usage(_ sentence: String) -> CommandFailure { CommandFailure(.usage(sentence)) }

  /// 1 wrong use, 2 no connection, 64 + status code.
  package var exitCode: Int32 {
    switch reason {
    case .usage: 1
    case .connection: 2
    // A code that no status has would leave the range of exit codes.
    case .call(let error): 64 + ((0...16).contains(error.code.rawValue) ? error.code.rawValue : RPCError.Code.unknown.rawValue)
    }
  }

  /// What stands after "error: ".
  package var message: String {
    switch reason {
    case .usage(let sentence), .connection(let sentence): sentence
    case .call(let error) where error.saysSessionEnded:
      "The session has ended, or was never valid: log in again with rpc-cli login, or forget it with rpc-cli logout."
    case .call(let error): error.message.isEmpty ? "\(error.code)" : "\(error.code): \(error.message.onOneLine)"
    }
  }
}

extension RPCError {
  /// CREDENTIALS_INVALID.
  fileprivate var saysSessionEnded: Bool {
    guard code == .unauthenticated else { return false }
    return details.contains { detail in
      guard detail.typeUrl == "type.googleapis.com/\(ErrorInfo.protobufName)" else { return false }
      return (try? ErrorInfo(decoding: ByteBuffer(bytes: detail.value)))?.reason == "CREDENTIALS_INVALID"
    }
  }
}

extension String {
  /// Without line breaks and other characters that steer a terminal: the server's text is not ours.
  var onOneLine: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
