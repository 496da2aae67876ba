import CommonProto
import FiszkaAPI
import FiszkaDomain

extension User {
  init(_ account: Account) {
    self.init(
      id: account.id, email: account.email, nickname: account.nickname, role: Role(account.role),
      createdAt: ProtobufTimestamp(account.createdAt), deletedAt: account.deletedAt.map { ProtobufTimestamp($0) })
  }
}

extension Role {
  init(_ role: AccountRole) {
    switch role {
    case .user: self = .user
    case .admin: self = .admin
    }
  }
}

extension CallerSource {
  init(_ source: Caller.Source) {
    switch source {
    case .token: self = .token
    case .unixPeer: self = .unixPeer
    }
  }
}
