import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

@Suite struct TraceTests {
  private static let entries = TraceEntry.entries(of: FiszkaMethodTable.all)

  /// Stories whose services exist.
  @Test(arguments: ["ST-003", "ST-004", "ST-010", "ST-011", "ST-013"])
  func everyStoryThatIsServedHasAMethodAndATable(_ story: String) {
    #expect(Self.entries.contains { $0.storyID == story && !$0.table.isEmpty })
  }

  @Test func everyTableAndColumnOfTheContractExists() async throws {
    try await Harness.run { h in
      for method in FiszkaMethodTable.all {
        for use in method.policy.reads + method.policy.writes {
          let columns = try h.texts("SELECT name FROM pragma_table_info('\(use.table)')")
          #expect(!use.columns.isEmpty && Set(use.columns).isSubset(of: columns), "\(method.fullName): \(use)")
        }
      }
    }
  }

  @Test func theMatrixIsWrittenOnceAndReplacedWhenTheContractChanges() async throws {
    try await Harness.run { h in
      let trace = SQLiteTraceRepository(h.store)
      try trace.replace(with: Self.entries, limit: .none)
      let first = try h.number("SELECT max(id) FROM rtm_mapping")
      #expect(try h.number("SELECT count(*) FROM rtm_mapping") == Int64(Self.entries.count))
      #expect(
        try h.texts(
          "SELECT notes FROM rtm_mapping WHERE endpoint LIKE '%/UploadImportChunk' AND table_name = 'imports'")
          == ["reads id, uploaded_by, upload_complete, received_bytes; writes received_bytes"])
      try trace.replace(with: Self.entries, limit: .none)
      #expect(try h.number("SELECT max(id) FROM rtm_mapping") == first)
      try trace.replace(with: Array(Self.entries.dropLast()), limit: .none)
      #expect(try h.number("SELECT count(*) FROM rtm_mapping") == Int64(Self.entries.count - 1))
    }
  }
}
