import Glibc
import NIOCore

/// Finds a request's method by the bytes of its names, without making strings or allocating. Built once, then read only.
package struct RouteTable: Sendable {
  private struct Route {
    let hash: UInt64
    let service: [UInt8]
    let method: [UInt8]
  }

  private let routes: [Route]
  /// Open addressing, a power of two at least twice as large as `routes`: index into it, or -1.
  private let slots: [Int32]

  /// - Parameter names: Full service name and method name of each route; its place here is what `find` returns. Of equal
  ///   ones the first is found.
  package init(_ names: [(service: String, method: String)]) {
    var routes: [Route] = []
    var size = 2
    while size < names.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (index, name) in names.enumerated() {
      let service = Array(name.service.utf8)
      let method = Array(name.method.utf8)
      let hash = service.withUnsafeBytes { service in method.withUnsafeBytes { Self.hash(service, $0) } }
      routes.append(Route(hash: hash, service: service, method: method))
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(index)
    }
    self.routes = routes
    self.slots = slots
  }

  /// The place of the request's route in the list that the table was made from.
  ///
  /// - Throws: `unknownService` or `unknownMethod`.
  package func find(_ request: borrowing RequestEnvelope) throws(Refusal) -> Int {
    let found = request.data.withUnsafeReadableBytes { bytes in
      find(
        UnsafeRawBufferPointer(rebasing: bytes[request.serviceRange]),
        UnsafeRawBufferPointer(rebasing: bytes[request.methodRange]))
    }
    if let found { return found }
    let service = request.service
    if routes.contains(where: { $0.service.elementsEqual(service.utf8) }) {
      throw .unknownMethod(request.method.prefix(utf8Bytes: Self.longestNameInAnswer))
    }
    throw .unknownService(service.prefix(utf8Bytes: Self.longestNameInAnswer))
  }

  private static let longestNameInAnswer = 200

  private func find(_ service: UnsafeRawBufferPointer, _ method: UnsafeRawBufferPointer) -> Int? {
    let hash = Self.hash(service, method)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if routes[index].hash == hash, Self.equal(routes[index].service, service), Self.equal(routes[index].method, method) {
        return index
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func equal(_ name: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    if name.count != bytes.count { return false }
    return name.withUnsafeBytes { name in
      guard let left = name.baseAddress, let right = bytes.baseAddress else { return true }
      return memcmp(left, right, bytes.count) == 0
    }
  }

  /// Not for hostile keys: only the table's own routes are ever stored.
  private static func hash(_ service: UnsafeRawBufferPointer, _ method: UnsafeRawBufferPointer) -> UInt64 {
    mix(method, into: mix(service, into: UInt64(service.count)))
  }

  private static func mix(_ bytes: UnsafeRawBufferPointer, into seed: UInt64) -> UInt64 {
    var hash = seed
    var offset = 0
    while bytes.count - offset >= 8 {
      hash = step(hash, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      rest = rest << 8 | UInt64(bytes[offset])
      offset += 1
    }
    return step(hash, rest)
  }

  /// Multiplies by the golden ratio's 64 bits and folds the product's halves together.
  private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
