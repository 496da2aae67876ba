import Foundation
import Synchronization

@testable import FiszkaSpeech

/// A server on a real socket of the loopback that records what it is asked and answers as a test tells it. One thread per connection.
final class HTTPFake: Sendable {
  /// What came.
  struct Request: Hashable, Sendable {
    let method: String
    /// Path and query as they came.
    let target: String
    /// Names in lower case.
    let headers: [String: String]
    let body: String
  }

  /// What to do with it.
  enum Answer: Sendable {
    case reply(Int, [UInt8], type: String = "audio/wav", headers: [String] = [])
    /// So much of a reply that announces all of it, then the end of the connection.
    case half([UInt8])
    /// These bytes, then the end of the connection.
    case raw([UInt8])
    /// Nothing until the fake ends or the client leaves.
    case hang
    /// As `reply`, once the semaphore says so.
    case late(DispatchSemaphore, [UInt8])
    /// The end of the connection, without a byte.
    case close
  }

  let requests = Recorder<Request>()
  private let script: @Sendable (Request) -> Answer
  private let socket: CInt
  private let port: Int
  private let open = Mutex<Counts>(Counts())

  private struct Counts {
    var now = 0
    var most = 0
    var connections = 0
    var left = 0
  }

  init(_ script: @escaping @Sendable (Request) -> Answer) throws {
    self.script = script
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    port = try withUnsafeMutablePointer(to: &address) { [socket] pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        _ = try SystemFailure.check(bind(socket, raw, length), "bind")
        _ = try SystemFailure.check(listen(socket, 64), "listen")
        _ = try SystemFailure.check(getsockname(socket, raw, &length), "ask for the port")
        return Int(UInt16(bigEndian: pointer.pointee.sin_port))
      }
    }
    // It serves until it is stopped, whether or not the test still holds it.
    Thread.detachNewThread { [self] in
      while case let connection = accept(socket, nil, nil), connection >= 0 {
        Thread.detachNewThread { self.serve(connection) }
      }
      close(socket)
    }
  }

  /// From now on connections are refused.
  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var endpoint: EndpointURL { EndpointURL(url)! }  // A number makes no address wrong.

  /// The most requests that were under way at once.
  var mostAtOnce: Int { open.withLock { $0.most } }
  /// Connections that came.
  var connections: Int { open.withLock { $0.connections } }
  /// Clients that left before they had an answer.
  var left: Int { open.withLock { $0.left } }

  private func serve(_ connection: CInt) {
    open.withLock { $0.connections += 1 }
    defer { close(connection) }
    var buffer: [UInt8] = []
    while let request = read(connection, &buffer) {
      requests.record(request)
      open.withLock { counts in
        counts.now += 1
        counts.most = max(counts.most, counts.now)
      }
      let goesOn = answer(script(request), connection)
      open.withLock { $0.now -= 1 }
      if !goesOn { return }
    }
  }

  /// Whether the connection stays.
  private func answer(_ answer: Answer, _ connection: CInt) -> Bool {
    switch answer {
    case .reply(let status, let body, let type, let headers):
      write(connection, Self.head(status, body.count, type, headers) + body)
      return true
    case .half(let body):
      write(connection, Self.head(200, body.count, "audio/wav", []) + body.prefix(body.count / 2))
    case .raw(let bytes):
      write(connection, bytes)
    case .late(let semaphore, let body):
      semaphore.wait()
      write(connection, Self.head(200, body.count, "audio/wav", []) + body)
      return true
    case .hang:
      var byte: UInt8 = 0
      if recv(connection, &byte, 1, 0) <= 0 { open.withLock { $0.left += 1 } }
    case .close:
      break
    }
    return false
  }

  private static func head(_ status: Int, _ length: Int, _ type: String, _ headers: [String]) -> [UInt8] {
    let lines = ["HTTP/1.1 \(status) Status", "Content-Type: \(type)", "Content-Length: \(length)"] + headers
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private func write(_ connection: CInt, _ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      sent += count
    }
  }

  private func read(_ connection: CInt, _ buffer: inout [UInt8]) -> Request? {
    let separator = Array("\r\n\r\n".utf8)
    while true {
      if let end = buffer.firstRange(of: separator) {
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let first = lines[0].split(separator: " ").map(String.init)
        let headers = lines.dropFirst().reduce(into: [String: String]()) { headers, line in
          let parts = line.split(separator: ":", maxSplits: 1)
          headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = Int(headers["content-length"] ?? "0") ?? 0
        if buffer.count >= end.upperBound + length, first.count == 3 {
          let body = String(decoding: buffer[end.upperBound..<end.upperBound + length], as: UTF8.self)
          buffer.removeFirst(end.upperBound + length)
          return Request(method: first[0], target: first[1], headers: headers, body: body)
        }
      }
      var piece = [UInt8](repeating: 0, count: 4_096)
      let count = recv(connection, &piece, piece.count, 0)
      if count <= 0 { return nil }
      buffer += piece.prefix(count)
    }
  }
}
