import ProtoDynamic
import TTRPC
import TestAPI
import Testing

@testable import RPCCommand

@Suite struct ContractTests {
  @Test func everyMethodIsFoundByItsFullName() throws {
    let contract = try Contract.embedded()
    #expect(!contract.methods.isEmpty)
    for method in contract.methods { #expect(try contract.method(named: method.fullName).fullName == method.fullName) }
  }

  @Test func methodsHaveTheKindsOfTheGeneratedTable() throws {
    let contract = try TestPeer.contract()
    #expect(!EchoServiceMethods.all.isEmpty)
    for generated in EchoServiceMethods.all {
      #expect(try contract.method(named: generated.fullName).descriptor.kind == generated.kind)
    }
  }

  @Test func nameThatFitsSeveralTypesIsRefusedWithAllOfThem() throws {
    let contract = try Contract.embedded()
    let failure = #expect(throws: CommandFailure.self) { try contract.declarations(of: "Violation") }
    #expect(
      failure?.message == "\"Violation\" may be any of google.rpc.QuotaFailure.Violation, "
        + "google.rpc.PreconditionFailure.Violation: write more of the name.")
    #expect(try contract.declarations(of: "QuotaFailure.Violation").first == "message google.rpc.QuotaFailure.Violation {")
  }

  @Test func messageIsDeclaredWithOneofsAndEveryTypeThatItUses() throws {
    #expect(
      try Contract.embedded().declarations(of: "ImportTarget") == [
        "message fiszka.v1.ImportTarget {", "  oneof target {", "    int64 lesson_id = 1;", "    string new_lesson_title = 2;",
        "  }", "}",
      ])
    #expect(
      try TestPeer.contract().declarations(of: "Shadows") == [
        "message fiszka.test.v1.Shadows {", "  repeated fiszka.test.v1.Shadows.Optional optionals = 1;",
        "  fiszka.test.v1.Shadows.Error error = 2;", "}", "", "message fiszka.test.v1.Shadows.Optional {", "  int32 value = 1;",
        "}", "", "enum fiszka.test.v1.Shadows.Error {", "  ERROR_UNSPECIFIED = 0;", "  ERROR_ANY = 1;", "}",
      ])
    #expect(try TestPeer.contract().declarations(of: "AllKinds").contains("  map<string, fiszka.test.v1.Leaf> to_leaf = 23;"))
  }
}
