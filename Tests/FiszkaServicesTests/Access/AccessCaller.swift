/// Who calls: a column of the table of access.
enum AccessCaller: String, CaseIterable {
  /// Over TCP, without a token.
  case nobody
  /// With a token that nobody has.
  case badToken = "bad token"
  /// From outside the admin network: for learners that makes no difference.
  case learner
  case adminInside = "admin inside"
  case adminOutside = "admin outside"
  /// Over a Unix socket, as the server's own user.
  case system
  /// The same with a forwarded address, which is not believed.
  case forwardingSystem = "system, forwarding"
  /// Over a Unix socket, as a user who is listed as one who may do what learners may.
  case listedUser = "listed user"

  /// Whether the caller signs in to an account of their own; others act as account 1, or for nobody.
  var signsIn: Bool {
    switch self {
    case .learner, .adminInside, .adminOutside: true
    case .nobody, .badToken, .system, .forwardingSystem, .listedUser: false
    }
  }

  var isAdmin: Bool { self == .adminInside || self == .adminOutside }
  var isKnown: Bool { self != .nobody && self != .badToken }

  /// What a listed proxy says in the name of the caller; nil: nothing is forwarded.
  var forwardedAddress: String? {
    switch self {
    case .learner, .adminOutside: "10.0.0.5"
    case .adminInside, .forwardingSystem: "192.168.1.50"
    case .nobody, .badToken, .system, .listedUser: nil
    }
  }
}

/// Whose the thing is that a call names, where the method's policy asks for its owner.
enum AccessResource: String, CaseIterable {
  case own
  case others = "other's"
  case missing
}
