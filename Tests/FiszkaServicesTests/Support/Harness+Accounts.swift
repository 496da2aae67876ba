import FiszkaAPI
import FiszkaDomain
import TTRPC
import TTRPCWire

extension Harness {
  /// An account that can sign in.
  struct Account {
    let id: Int64
    let email: String
    let password: String
  }

  /// Makes an account as an admin does.
  func addAccount(_ name: String = "ola", role: Role = .user) async throws -> Account {
    let password = "the password of \(name)"
    let request = CreateUserRequest(email: "\(name)@example.org", nickname: name, role: role, password: password)
    let id = try await users.createUser(request).user!.id
    return Account(id: id, email: "\(name)@example.org", password: password)
  }

  func signIn(_ account: Account) async throws -> SignInResponse {
    try await auth.signIn(SignInRequest(email: account.email, password: account.password))
  }

  /// What makes calls act by a new session of the account.
  func session(_ account: Account) async throws -> CallOptions {
    .bearing(try await signIn(account).token)
  }
}

extension CallOptions {
  static func bearing(_ token: String) -> CallOptions {
    var metadata = Metadata()
    metadata.append("Bearer \(token)", for: "authorization")
    return CallOptions(metadata: metadata)
  }
}
