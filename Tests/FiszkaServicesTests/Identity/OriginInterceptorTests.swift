import FiszkaAPI
import FiszkaDomain
import NIOCore
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct OriginInterceptorTests {
  private let interceptor = OriginInterceptor(OriginRules(frontEnds: [33]))

  private func origin(
    _ peer: Peer, _ metadata: [(String, String)] = [], of method: MethodDescriptor = AuthServiceMethods.signIn
  ) throws -> ClientOrigin? {
    let call = try CallContext.of(method, from: peer, metadata: metadata)
    try interceptor.before(call, request: nil)
    return call.origin
  }

  private func tcp(_ address: String) throws -> Peer { .tcp(try SocketAddress(ipAddress: address, port: 7_070)) }

  @Test(arguments: [
    ("192.168.1.17", "ip:192.168.1.17", true), ("10.0.0.5", "ip:10.0.0.5", false), ("127.0.0.3", "ip:127.0.0.3", true),
    ("::1", "ip:::/64", true), ("2001:db8:1:2:3:4:5:6", "ip:2001:db8:1:2::/64", false),
    ("::ffff:192.168.1.17", "ip:192.168.1.17", true), ("::ffff:10.0.0.5", "ip:10.0.0.5", false),
  ]) func theKernelsAddressIsRead(address: String, key: String, isInside: Bool) throws {
    #expect(try origin(try tcp(address)) == ClientOrigin(limitKey: key, isInAdminNetwork: isInside))
  }

  @Test func forwardedAddressesAreReadWhateverTheCaseOfTheirKey() throws {
    let frontEnd = Peer.unix(userID: 33, groupID: 33, processID: 7)
    #expect(try origin(frontEnd)?.limitKey == "uid:33")
    #expect(try origin(frontEnd, [("X-Forwarded-For", "10.0.0.5")])?.limitKey == "ip:10.0.0.5")
    let two = [("x-forwarded-for", "10.0.0.5"), ("other", "1.1.1.1"), ("X-FORWARDED-FOR", "192.168.1.9")]
    #expect(try origin(frontEnd, two) == ClientOrigin(limitKey: "ip:192.168.1.9", isInAdminNetwork: true))
    let other = Peer.unix(userID: 0, groupID: 0, processID: 7)
    #expect(
      try origin(other, [("x-forwarded-for", "192.168.1.9")])
        == ClientOrigin(limitKey: "uid:0", isInAdminNetwork: false))
  }

  @Test func aPeerThatTheKernelDoesNotTellIsOutside() throws {
    #expect(try origin(.unknown)?.isInAdminNetwork == false)
  }

  @Test func quickMethodsForAnyoneDoWithoutAndAllOthersHaveIt() throws {
    #expect(!interceptor.concerns(HealthServiceMethods.check) && !interceptor.concerns(HealthServiceMethods.watch))
    let peer = Peer.unix(userID: 5, groupID: 5, processID: 7)
    for method in FiszkaMethodTable.all {
      #expect(interceptor.concerns(method), "\(method.fullName)")
      #expect(try origin(peer, of: method)?.limitKey == "uid:5", "\(method.fullName)")
    }
  }
}
