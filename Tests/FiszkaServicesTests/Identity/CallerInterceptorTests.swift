import FiszkaAPI
import FiszkaDomain
import FiszkaServices
import NIOCore
import TTRPC
import Testing

@Suite struct CallerInterceptorTests {
  private let interceptor = CallerInterceptor(ownUserID: 1_000, listed: [2_000: .user, 3_000: .admin])

  private func caller(of peer: Peer, metadata: [(String, String)] = []) throws -> Caller? {
    let call = try CallContext.of(ImportServiceMethods.listImports, from: peer, metadata: metadata)
    try interceptor.before(call, request: nil)
    return call.caller
  }

  @Test(arguments: [UInt32(0), 1_000])
  func rootAndTheServersOwnUserActAsSystem(_ user: UInt32) throws {
    #expect(try caller(of: .unix(userID: user, groupID: 5, processID: 7)) == .system)
  }

  @Test func listedUsersActWithTheirRole() throws {
    #expect(
      try caller(of: .unix(userID: 2_000, groupID: 0, processID: 7))
        == Caller(accountID: Caller.system.accountID, role: .user))
    #expect(try caller(of: .unix(userID: 3_000, groupID: 0, processID: 7)) == .system)
  }

  @Test func everybodyElseStaysUnknown() throws {
    #expect(try caller(of: .unix(userID: 4_000, groupID: 0, processID: 7)) == nil)
    #expect(try caller(of: .tcp(SocketAddress(ipAddress: "127.0.0.1", port: 1))) == nil)
    #expect(try caller(of: .unknown) == nil)
  }

  @Test(arguments: ["Bearer abc", "", "nonsense"])
  func aTokenIsNeverAnythingElse(_ token: String) async throws {
    try await expectFailure(.unauthenticated, .credentialsInvalid) {
      try caller(of: .unix(userID: 0, groupID: 0, processID: 1), metadata: [("Authorization", token)])
    }
  }
}
