import Glibc

@testable import TTRPC

/// The kinds of connection that the contract suite runs over.
enum TransportKind: String, CaseIterable, Sendable {
  case socketPair
  case unixPath
  case abstract
  case tcp

  /// An address that nobody uses; nil for a socket pair, which has none.
  func address(in folder: TemporaryFolder) -> Address? {
    switch self {
    case .socketPair: nil
    case .unixPath: .unix(path: folder.path + "/socket")
    case .abstract: .abstract(name: .uniqueName)
    case .tcp: .tcp(host: "127.0.0.1", port: 0)
    }
  }
}

extension String {
  /// A name that no other test has.
  static var uniqueName: String { "fiszka-test-\(getpid())-\(UInt64.random(in: .min ... .max))" }
}
