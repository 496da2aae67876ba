package import FiszkaDomain
package import TTRPC

extension TraceEntry {
  /// The traceability matrix of a contract: story → method → table, as the methods' policies say.
  package static func entries(of methods: [MethodDescriptor]) -> [TraceEntry] {
    methods.flatMap { method in
      method.policy.stories.flatMap { story in
        let tables = method.policy.tables
        if tables.isEmpty { return [TraceEntry(storyID: story, endpoint: method.fullName, table: "", notes: "")] }
        return tables.map { table in
          TraceEntry(storyID: story, endpoint: method.fullName, table: table, notes: method.policy.notes(on: table))
        }
      }
    }
  }
}

extension MethodPolicy {
  /// Each table once, in the policy's order.
  fileprivate var tables: [String] {
    (reads + writes).map(\.table).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  fileprivate func notes(on table: String) -> String {
    [("reads", reads), ("writes", writes)].compactMap { verb, uses in
      let columns = uses.filter { $0.table == table }.flatMap(\.columns)
      return columns.isEmpty ? nil : "\(verb) \(columns.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
