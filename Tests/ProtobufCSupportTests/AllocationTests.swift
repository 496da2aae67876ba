import CAllocationCounter
import NIOCore
import ProtobufCSupport
import TestAPI
import Testing

/// Budgets of heap allocations. A budget that a change exceeds is a decision to take, not a number to raise.
@Suite(.enabled(if: allocation_counter_is_available() == 1, "the sanitizers count allocations themselves"))
struct AllocationTests {
  /// Allocations of one call of `body`, after another that pays for what the runtime sets up only once.
  private func allocations(_ body: () throws -> Void) rethrows -> Int {
    try body()
    let before = allocation_counter_value()
    try body()
    return Int(allocation_counter_value() - before)
  }

  @Test func counterSeesAnAllocation() {
    #expect(allocations { _ = ByteBuffer(repeating: 1, count: 100) } >= 1)
  }

  @Test func decodingTenFieldsAllocatesItsStringsAndArraysAndAtMostTwoMore() throws {
    let buffer = ByteBuffer(bytes: try Samples.encode(Samples.tenFields))
    // english, polish, example, phonetic_hint, two tags, and the array that holds them; all too long to be kept inline.
    let stringsAndArrays = 7
    var decoded: TenFields?
    let count = try allocations { decoded = try TenFields(decoding: buffer) }
    #expect(decoded == Samples.tenFields)
    #expect(count <= stringsAndArrays + 2)
  }

  @Test func encodingTenFieldsAllocatesAtMostTwice() throws {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(1_024)
    let message = Samples.tenFields
    let count = try allocations { try message.encode(into: &buffer) }
    #expect(count <= 2)
  }
}
