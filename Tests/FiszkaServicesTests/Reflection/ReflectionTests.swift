import FiszkaAPI
import Glibc
import Logging
import NIOPosix
import TTRPC
import Testing

@Suite(.timeLimit(.minutes(1))) struct ReflectionTests {
  private typealias Question = ServerReflectionRequest.MessageRequest

  /// Asks one question after the other on one stream of a real connection.
  private func ask(_ questions: Question?...) async throws -> [ServerReflectionResponse] {
    let served: [ServiceRegistration] = [.healthService(HealthRegistry())]
    let reflection = ServerReflection(of: served, descriptorSet: ContractDescriptors.bytes)
    let server = try Server(
      served + [.serverReflectionService(reflection)], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    var ends: [CInt] = [0, 0]
    try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    try await server.serve(connectedSocket: ends[0])
    let client = try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
    let call = try await ServerReflectionServiceClient(client).serverReflectionInfo()
    var responses = call.responses.makeAsyncIterator()
    var answers: [ServerReflectionResponse] = []
    for question in questions {
      let request = ServerReflectionRequest(host: "here", messageRequest: question)
      try await call.requests.write(request)
      let answer = try await responses.next()
      #expect(answer?.validHost == "here" && answer?.originalRequest == request)
      if let answer { answers.append(answer) }
    }
    try await call.requests.finish()
    let end = try await responses.next()
    #expect(end == nil)
    await client.close()
    await server.shutdown()
    return answers
  }

  /// The names of the files, which stand first in a FileDescriptorProto.
  private func files(_ response: ServerReflectionResponse) throws -> [String] {
    guard case .fileDescriptorResponse(let files) = response.messageResponse else { return [] }
    return try files.fileDescriptorProto.map { file in
      try #require(file.first == 0x0A && file[1] < 0x80)
      return String(decoding: file[2..<2 + Int(file[1])], as: UTF8.self)
    }
  }

  private func code(_ response: ServerReflectionResponse) -> Int32? {
    if case .errorResponse(let error) = response.messageResponse { error.errorCode } else { nil }
  }

  @Test func servicesAreThoseServedWithControlAndReflection() async throws {
    let answer = try await ask(.listServices(""))[0]
    guard case .listServicesResponse(let list) = answer.messageResponse else {
      Issue.record("\(answer)")
      return
    }
    #expect(
      list.service.map(\.name) == [
        "fiszka.rpc.v1.ControlService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
      ])
  }

  @Test(arguments: [
    ("fiszka.v1.ImportService", "fiszka/v1/import.proto"), ("fiszka.v1.ImportService.CommitImport", "fiszka/v1/import.proto"),
    (".fiszka.v1.Lesson", "fiszka/v1/lesson.proto"), ("fiszka.v1.ErrorReason", "fiszka/v1/common.proto"),
    ("fiszka.rpc.v1.policy", "fiszka/rpc/v1/policy.proto"), ("google.rpc.Status", "google/rpc/status.proto"),
  ])
  func aSymbolLeadsToItsFile(_ symbol: String, _ file: String) async throws {
    let answers = try await ask(.fileContainingSymbol(symbol))
    #expect(try files(answers[0]).first == file)
  }

  @Test func aFileBringsWhatItImportsOnceAStream() async throws {
    let answers = try await ask(
      .fileByFilename("fiszka/v1/lesson.proto"), .fileByFilename("fiszka/v1/lesson.proto"),
      .fileByFilename("fiszka/v1/import.proto"))
    #expect(
      try Set(files(answers[0])) == [
        "fiszka/v1/lesson.proto", "fiszka/rpc/v1/policy.proto", "google/protobuf/timestamp.proto",
        "google/protobuf/descriptor.proto",
      ])
    #expect(try files(answers[1]) == ["fiszka/v1/lesson.proto"])
    #expect(
      try Set(files(answers[2])) == [
        "fiszka/v1/import.proto", "fiszka/v1/import_messages.proto", "fiszka/v1/import_types.proto",
      ])
  }

  @Test func extensionsAreFoundByTypeAndNumber() async throws {
    let options = "google.protobuf.MethodOptions"
    let answers = try await ask(
      .fileContainingExtension(ReflectionExtensionRequest(containingType: options, extensionNumber: 50_100)),
      .allExtensionNumbersOfType(options), .allExtensionNumbersOfType("fiszka.v1.Lesson"))
    #expect(try files(answers[0]).first == "fiszka/rpc/v1/policy.proto")
    let numbers = ReflectionExtensionNumberResponse(baseTypeName: options, extensionNumber: [50_100])
    #expect(answers[1].messageResponse == .allExtensionNumbersResponse(numbers))
    let none = ReflectionExtensionNumberResponse(baseTypeName: "fiszka.v1.Lesson")
    #expect(answers[2].messageResponse == .allExtensionNumbersResponse(none))
  }

  @Test func whatIsNotThereIsAnErrorOfItsRequestAndTheStreamGoesOn() async throws {
    let answers = try await ask(
      .fileByFilename("nothing.proto"), .fileContainingSymbol("fiszka.v1.Nothing"),
      .fileContainingExtension(ReflectionExtensionRequest(containingType: "fiszka.v1.Lesson", extensionNumber: 9)),
      .allExtensionNumbersOfType("fiszka.v1.Nothing"), nil, .listServices("*"))
    #expect(answers.map(code) == [5, 5, 5, 5, 3, nil])
  }
}
