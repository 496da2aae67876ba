import FiszkaAPI
import Foundation
import TTRPC
import TTRPCWire
import Testing

@Suite(.timeLimit(.minutes(3))) struct AccountSecretsTests {
  private static let email = "Someone.Traceable@example.com"
  private static let other = "another-traceable@example.com"
  private static let nickname = "Traceable Żółw"
  private static let passwords = [
    "correct horse traceable", "second traceable 22", "third traceable 333", "wrong traceable 4444",
  ]

  /// What must stand in no line of the log, in any spelling.
  private static let personal = [email, email.lowercased(), other, nickname, nickname.lowercased(), "raceable"]

  @Test func neitherLogNorDataFolderHoldsWhatTheyMustNot() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--log-level", "trace"], home: folder)
    let client = try await server.connect()
    var tokens: [String] = []
    let user = try await callEverything(client, &tokens)
    #expect(tokens.count == 2 && tokens.allSatisfy { $0.utf8.count == 43 })
    let secrets = Self.passwords + tokens
    #expect(try folder.files(in: "data", holding: secrets) == [])
    // The address is where it belongs, or the search above proves nothing.
    #expect(try !folder.files(in: "data", holding: [Self.email]).isEmpty)
    #expect(try folder.files(in: "data", holding: tokens.map { Self.bytes(of: $0) }) == [])

    let privacy = PrivacyServiceClient(client)
    let export = try #require(try await privacy.createUserDataExport(.init(userID: user)).export)
    let exported = try await privacy.readUserDataExport(.init(exportID: export.id)).data
    let text = String(decoding: exported, as: UTF8.self)
    #expect(text.contains(Self.other) && !text.contains("argon2") && secrets.allSatisfy { !text.contains($0) })
    let session = CallOptions.bearing(tokens[1])
    #expect(try await AuthServiceClient(client).getCaller(.init(), options: session).user?.id == user)
    _ = try await privacy.eraseUser(.init(userID: user))
    // The session ends with the person.
    let failure = await #expect(throws: RPCError.self) {
      try await AuthServiceClient(client).getCaller(.init(), options: session)
    }
    #expect(failure?.code == .unauthenticated)
    #expect(try folder.files(in: "data", holding: Self.personal + secrets) == [])
    #expect(await server.stop() == 0)
    let log = server.log.all
    // Every call has its line.
    #expect(log.count(where: { $0.contains("fiszka.v1.UserService/") }) >= 8, "\(log.count) lines")
    for line in log {
      for text in Self.personal + secrets { #expect(!line.contains(text), "\(line)") }
    }
  }

  /// Every method of accounts, as it should be called and otherwise; the id of the account.
  private func callEverything(_ client: ClientConnection, _ tokens: inout [String]) async throws -> Int64 {
    let (users, auth) = (UserServiceClient(client), AuthServiceClient(client))
    let passwords = Self.passwords
    let new = CreateUserRequest(email: Self.email, nickname: Self.nickname, role: .user, password: passwords[0])
    let user = try #require(try await users.createUser(new).user).id
    await refused { try await users.createUser(new) }
    await refused {
      try await users.createUser(.init(email: "not traceable@", nickname: "\u{7} traceable", role: .user, password: "x"))
    }
    await refused { try await auth.signIn(.init(email: Self.email, password: passwords[3])) }
    await refused { try await auth.signIn(.init(email: Self.other, password: passwords[3])) }
    await refused { try await auth.signIn(.init(email: "traceable", password: "")) }
    let first = try await auth.signIn(.init(email: Self.email.uppercased(), password: passwords[0]))
    tokens.append(first.token)
    let options = CallOptions.bearing(first.token)
    _ = try await auth.getCaller(.init(), options: options)
    await refused {
      try await auth.changePassword(.init(currentPassword: passwords[3], newPassword: passwords[1]), options: options)
    }
    _ = try await auth.changePassword(.init(currentPassword: passwords[0], newPassword: passwords[1]), options: options)
    _ = try await auth.signOut(.init(), options: options)
    await refused { try await auth.getCaller(.init(), options: options) }
    _ = try await users.listUsers(.init(search: "traceable"))
    _ = try await users.getUser(.init(userID: user))
    _ = try await users.updateUser(
      .init(userID: user, email: Self.other, nickname: "Second \(Self.nickname)"))
    _ = try await users.resetPassword(.init(userID: user, newPassword: passwords[2]))
    tokens.append(try await auth.signIn(.init(email: Self.other, password: passwords[2])).token)
    _ = try await users.updateUser(.init(userID: user, email: Self.email))
    _ = try await users.updateUser(.init(userID: user, email: Self.other))
    return user
  }

  private func refused(_ call: () async throws -> some Sendable) async {
    await #expect(throws: RPCError.self) { _ = try await call() }
  }

  /// The 32 bytes that a token stands for.
  private static func bytes(of token: String) -> Data {
    let base64 = token.replacing("-", with: "+").replacing("_", with: "/") + "="
    return Data(base64Encoded: base64) ?? Data("no token".utf8)
  }
}

extension CallOptions {
  fileprivate static func bearing(_ token: String) -> CallOptions {
    var metadata = Metadata()
    metadata.append("Bearer \(token)", for: "authorization")
    return CallOptions(metadata: metadata)
  }
}
