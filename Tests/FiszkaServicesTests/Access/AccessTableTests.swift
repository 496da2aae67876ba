import FiszkaAPI
import Foundation
import TTRPC
import Testing

/// Every method, called by every kind of caller through a real server, against the table in proto/ACCESS.md.
@Suite struct AccessTableTests {
  private static let document = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("proto/ACCESS.md")
  private static let begin = "<!-- The table begins: AccessTableTests writes and compares it. -->\n"
  private static let end = "<!-- The table ends. -->\n"
  private static let methods = FiszkaMethodTable.all + TTRPCMethodTable.all

  @Test(.enabled(if: getuid() == 0, "only root can be a listed user"), .timeLimit(.minutes(5)))
  func everyCallerGetsWhatTheReviewedTableSays() async throws {
    let table = try await Self.table()
    #expect(!table.contains("UNIMPLEMENTED"), "Harness serves not every service.")
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let head = try #require(text.range(of: Self.begin))
    let tail = try #require(text.range(of: Self.end))
    if ProcessInfo.processInfo.environment["FISZKA_WRITE_ACCESS_TABLE"] != nil {
      try (text[..<head.upperBound] + table + text[tail.lowerBound...]).write(
        to: Self.document, atomically: true, encoding: .utf8)
      return
    }
    let reviewed = text[head.upperBound..<tail.lowerBound].split(separator: "\n")
    let found = table.split(separator: "\n")
    let advice = "To accept what is found, run with FISZKA_WRITE_ACCESS_TABLE=1 and review proto/ACCESS.md."
    for difference in found.difference(from: reviewed) {
      switch difference {
      case .insert(_, let line, _): Issue.record("found: \(line). \(advice)")
      case .remove(_, let line, _): Issue.record("reviewed: \(line). \(advice)")
      }
    }
  }

  @Test func everyMethodHasARequestAndEveryRequestAMethod() {
    #expect(Set(AccessRequest.all.keys) == Set(Self.methods.map(\.fullName)))
  }

  private static func table() async throws -> String {
    var lines: [String] = []
    try await Harness.run(AccessWorld.options) { harness in
      let world = try await AccessWorld(harness)
      for method in methods { lines += try await rows(of: method, world) }
      await world.close()
    }
    let callers = AccessCaller.allCases.map(\.rawValue)
    let header = ["method", "for", "whose"] + callers
    return ([header, header.map { _ in "---" }].map(row) + lines).joined(separator: "\n") + "\n"
  }

  private static func rows(of method: MethodDescriptor, _ world: AccessWorld) async throws -> [String] {
    let access: (name: String, resources: [AccessResource?]) =
      switch method.policy.access {
      case .anyone: ("anyone", [nil])
      case .learner: ("learner", [nil])
      case .owner: ("owner", AccessResource.allCases)
      case .admin: ("admin", [nil])
      }
    var rows: [String] = []
    for resource in access.resources {
      var cells = ["\(method.service.split(separator: ".").last ?? "")/\(method.method)", access.name, resource?.rawValue ?? ""]
      for caller in AccessCaller.allCases {
        cells.append(text(of: try await world.outcome(of: method, as: caller, on: resource)))
      }
      rows.append(row(cells))
    }
    return rows
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// As the document explains it.
  private static func text(of outcome: AccessOutcome?) -> String {
    switch outcome {
    case nil: "–"
    case .served: "yes"
    case .failed(.unauthenticated, "CREDENTIALS_MISSING"): "sign in"
    case .failed(.unauthenticated, "CREDENTIALS_INVALID"): "token"
    case .failed(.permissionDenied, "ADMIN_REQUIRED"): "admins"
    case .failed(.permissionDenied, "NOT_OWNER"): "owners"
    case .failed(.permissionDenied, "OUTSIDE_ADMIN_NETWORK"): "outside"
    case .failed(let code, let reason): [code.description, reason].compactMap(\.self).joined(separator: " ")
    }
  }
}
