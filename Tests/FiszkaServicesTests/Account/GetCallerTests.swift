import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct GetCallerTests {
  @Test func theSystemIsKnownByTheSocket() async throws {
    try await Harness.run { h in
      let caller = try await h.auth.getCaller(GetCallerRequest())
      #expect(caller.user?.id == 1 && caller.user?.role == .admin && caller.source == .unixPeer && caller.inAdminNetwork)
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.auth.getCaller(GetCallerRequest(), options: .asNobody)
      }
    }
  }

  @Test func switchedOffTheSocketAloneIsNobody() async throws {
    var options = Harness.Options()
    options.knowsUnixPeers = false
    try await Harness.run(options) { h in
      try await expectFailure(.unauthenticated, .credentialsMissing) { try await h.auth.getCaller(GetCallerRequest()) }
    }
  }
}
