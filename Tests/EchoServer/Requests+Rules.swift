import CommonProto
import TTRPC
import TestAPI

// What the comments of the test contract demand of requests.

extension EchoRequest {
  func check() throws(RPCError) {
    try checkSize(payloadSize)
    try checkHold(holdMilliseconds)
  }

  /// The payload of the answer.
  var answer: [UInt8] { payloadSize > 0 ? [UInt8](pattern: payloadSize) : payload }
}

extension ProduceRequest {
  func check() throws(RPCError) {
    guard (0...1_000_000).contains(messages) else {
      throw RPCError(.invalidArgument, "messages is \(messages): give 0 to 1,000,000.")
    }
    try checkSize(payloadSize)
    try checkHold(holdMilliseconds)
  }
}

private func checkSize(_ bytes: Int64) throws(RPCError) {
  guard (0...16_777_216).contains(bytes) else {
    throw RPCError(.invalidArgument, "payload_size is \(bytes): give 0 to 16,777,216 bytes.")
  }
}

private func checkHold(_ milliseconds: Int64) throws(RPCError) {
  guard (0...60_000).contains(milliseconds) else {
    throw RPCError(.invalidArgument, "hold_milliseconds is \(milliseconds): give 0 to 60,000.")
  }
}

/// Ends the call with `status`, if there is one.
func fail(with status: RPCStatus?) throws(RPCError) {
  guard let status else { return }
  throw RPCError(status) ?? RPCError(.invalidArgument, "failure has code 0, which is success: give another one.")
}

extension [UInt8] {
  /// `count` bytes, byte i being i modulo 251: what the test contract's answers are made of.
  package init(pattern count: Int64) {
    // Without room asked for, the library writes into memory that all empty arrays share: a race to Thread Sanitizer.
    if count == 0 {
      self = []
      return
    }
    self.init(unsafeUninitializedCapacity: Int(count)) { memory, initialized in
      for index in 0..<Int(count) { memory.initializeElement(at: index, to: UInt8(index % 251)) }
      initialized = Int(count)
    }
  }
}
