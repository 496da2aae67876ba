import FiszkaDomain
import FiszkaSpeech
import Foundation
import Glibc

/// `bench-speech espeak PROGRAM [COUNT]`: how long a fresh word takes through the pool of `fiszka-espeak` at PROGRAM.
/// `bench-speech piper URL [COUNT]`: how long one takes on a Piper server through Fiszka, beside a bare request of the same text; in turn.
///
/// Prints p50, p90 and p99 in milliseconds and exits with 1 above what is asked: p90 of 3 ms, or of 5 ms more than the server's own.
@main
struct BenchSpeech {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 2, let kind = arguments.first else { usage() }
    let target = arguments[arguments.startIndex + 1]
    let count = arguments.count > 2 ? Int(arguments[arguments.startIndex + 2]) ?? 0 : 300
    guard count > 0 else { usage() }
    switch kind {
    case "espeak": try espeak(target, count)
    case "piper": try piper(target, count)
    default: usage()
    }
  }

  private static func usage() -> Never {
    print("usage: bench-speech espeak PROGRAM [COUNT] | piper URL [COUNT]")
    exit(2)
  }

  /// Words and short phrases, each other than the one before.
  private static func text(_ number: Int) -> String {
    let words = [
      "schedule", "tomato", "garage", "water", "leisure", "privacy", "advertisement", "castle", "herb", "route", "vase",
    ]
    return number % 5 == 4 ? "to look at the \(words[number % words.count])" : words[number % words.count]
  }

  private static func espeak(_ program: String, _ count: Int) throws {
    let engine = EspeakEngine(EspeakSettings(worker: program)) { print($0) }
    engine.warmUp()
    for name in ["synthesis", "phonemes"] {
      let times = try Times(count) { number in
        let accent = Accent.allCases[number % 2]
        if name == "synthesis" {
          _ = try engine.synthesize(SpeechOrder(text: text(number), accent: accent), limit: .none)
        } else {
          _ = try engine.phonemes(of: text(number), accent: accent, limit: .none)
        }
      }
      print("espeak-ng, \(name): \(times)")
      if times.p90 > 3 { fail("p90 of \(name) is above 3 ms") }
    }
  }

  private static func piper(_ address: String, _ count: Int) throws {
    guard let url = EndpointURL(address) else { usage() }
    let engine = PiperEngine(PiperSettings(url: url))
    var own: [Double] = []
    var ours: [Double] = []
    for number in -20..<count {
      let text = text(number + 20)
      let bare = try milliseconds { try request(url, text) }
      let whole = try milliseconds { _ = try engine.synthesize(SpeechOrder(text: text, accent: .us), limit: .none) }
      // The first ones warm up.
      if number >= 0 {
        own.append(bare)
        ours.append(whole)
      }
    }
    print("Piper, a bare request: \(Times(own))")
    print("Piper, through Fiszka: \(Times(ours))")
    if Times(ours).p90 > Times(own).p90 + 5 { fail("p90 through Fiszka is more than 5 ms above Piper's own") }
  }

  /// What a client that only wants the bytes does.
  private static func request(_ url: EndpointURL, _ text: String) throws {
    let parts = url.description.split(separator: ":")
    guard parts.count == 3, let port = UInt16(parts[2]) else { usage() }
    let body = "{\"text\": \"\(text)\"}"
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    let head =
      "POST /synthesize HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    let bytes = head + "Connection: close\r\n\r\n" + body
    guard connected == 0, send(socket, bytes, bytes.utf8.count, Int32(MSG_NOSIGNAL)) == bytes.utf8.count else {
      fail("the Piper server does not answer")
    }
    var received = 0
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while case let more = recv(socket, &buffer, buffer.count, 0), more > 0 { received += more }
    if received < 1_000 { fail("the Piper server answers with \(received) bytes") }
  }

  private static func fail(_ text: String) -> Never {
    print("bench-speech: \(text)")
    exit(1)
  }
}

private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
  let start = ContinuousClock.now
  try body()
  return start.duration(to: .now) / .milliseconds(1)
}

/// Times in milliseconds.
struct Times: CustomStringConvertible {
  private let sorted: [Double]

  init(_ times: [Double]) {
    sorted = times.sorted()
  }

  /// Of so many runs after twenty that warm up.
  init(_ count: Int, _ run: (Int) throws -> Void) rethrows {
    for number in 0..<20 { try run(number) }
    self.init(try (0..<count).map { number in try milliseconds { try run(number + 20) } })
  }

  var p90: Double { percentile(90) }

  var description: String {
    [50, 90, 99].map { "p\($0) " + String(format: "%.2f", percentile($0)) }.joined(separator: ", ") + " ms of \(sorted.count)"
  }

  private func percentile(_ percent: Int) -> Double {
    sorted[min(sorted.count - 1, sorted.count * percent / 100)]
  }
}
