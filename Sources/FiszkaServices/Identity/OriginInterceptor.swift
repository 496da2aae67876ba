package import FiszkaDomain
package import NIOCore
package import TTRPC
import TTRPCWire

/// Finds out where a call comes from and leaves a `ClientOrigin` in the call's context, before everything else.
///
/// Not where nobody could use it and where calls are counted in microseconds: anyone may call from anywhere what anyone may, and
/// such methods on the event loop, such as health checks, have nothing to limit.
package struct OriginInterceptor: Interceptor {
  /// Of the metadata in which proxies tell for whom they call.
  private static let forwardedKey = "x-forwarded-for"

  private let rules: OriginRules

  package init(_ rules: OriginRules) {
    self.rules = rules
  }

  package func concerns(_ method: MethodDescriptor) -> Bool {
    method.policy.needsOrigin
  }

  package func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    call.origin = rules.origin(of: OriginPeer(call.peer), forwarded: call.metadata.all(Self.forwardedKey))
  }
}

extension MethodPolicy {
  fileprivate var needsOrigin: Bool {
    guard case .anyone = access else { return true }
    switch executionClass {
    case .worker, .long, .hashing: return true
    case nil, .inline, .tryInline, .tryInlineSpeech: return false
    }
  }
}

extension OriginPeer {
  /// - Parameter peer: as the server knows it.
  init(_ peer: Peer) {
    switch peer {
    case .unix(let userID, _, _): self = .unix(userID: userID)
    // The kernel's structures by their bytes, since only a package of NIO's own may name their fields.
    case .tcp(.v4(let socket)):
      let bits = withUnsafeBytes(of: socket.address) { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) }
      self = .ip(IPAddress(v4: UInt32(bigEndian: bits)))
    case .tcp(.v6(let socket)):
      let address = withUnsafeBytes(of: socket.address) { IPAddress(v6: $0[8..<24]) }
      self = address.map(OriginPeer.ip) ?? .unknown
    case .tcp(.unixDomainSocket), .unknown: self = .unknown
    }
  }
}
