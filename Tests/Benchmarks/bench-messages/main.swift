import CommonProto
import Glibc
import NIOCore
import ProtobufCSupport
import TestAPI

// Prints what the message layer costs: ten fields in and out, beside protobuf-c alone, and the refusal of a hostile frame.
// Started by scripts/bench/messages.

let message = TenFields(
  id: 4_711, english: "a hedgehog crossing", polish: "jeż przechodzący", example: "A hedgehog is crossing the road.",
  tags: ["animals and plants", "on the road to school"], color: .init(rawValue: 1), valid: true, score: 0.75,
  createdAt: .init(seconds: 1_790_000_000, nanos: 5), phoneticHint: "ˈhɛdʒhɒɡ ˈkrɒsɪŋ")
var encoded = ByteBuffer()
try message.encode(into: &encoded)
var output = ByteBuffer()
output.reserveCapacity(1_024)

func text(_ value: Double) -> String {
  "\(Int(value.rounded()))".padded(to: 8)
}

extension String {
  func padded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

func report(_ name: String, _ measurement: Measurement) {
  let range = "\(Int(measurement.nanoseconds[0]))–\(Int(measurement.nanoseconds[measurement.nanoseconds.count - 1]))"
  print(
    name.padding(to: 44), text(measurement.median), " ns CPU  (\(range))", "  \(measurement.allocations) allocations",
    separator: "")
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

print("Ten fields, \(encoded.readableBytes) bytes; medians of 9 rounds with their range:")
report(
  "protobuf-c alone, unpack into the arena",
  try Measurement(rounds: 9, count: 200_000) {
    try encoded.withUnsafeReadableBytes { bytes in
      try withArena { (arena: borrowing Arena) throws(ProtobufError) in
        let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        _ = arena.withAllocator { TenFields.unpack($0, bytes.count, base) }
      }
    }
  })
report("decode into the Swift value", try Measurement(rounds: 9, count: 200_000) { _ = try TenFields(decoding: encoded) })
report(
  "encode into a ByteBuffer",
  try Measurement(rounds: 9, count: 200_000) {
    output.clear()
    try message.encode(into: &output)
  })

// A frame of 4 MiB or less that asks for far more memory: 1,500,000 sub-messages without fields.
var hostile = ByteBuffer()
hostile.reserveCapacity(3_000_000)
for _ in 0..<1_500_000 { hostile.writeBytes([0x0A, 0x00]) }
let before = Measurement.peakKibibytes()
let start = Measurement.threadNanoseconds()
do {
  _ = try Envelope(decoding: hostile)
  print("The hostile frame was decoded: the cap does not hold.")
  exit(1)
} catch {
  let milliseconds = Double(Measurement.threadNanoseconds() - start) / 1e6
  let mebibytes = Double(Measurement.peakKibibytes() - before) / 1024
  print("1,500,000 empty sub-messages: \(error)")
  print("  refused after \(milliseconds) ms (asked: ≤ 100) with \(mebibytes) MiB more resident (asked: ≤ 32)")
}
