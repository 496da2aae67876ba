import Foundation
import Testing

/// What reflection tells of the contract is what `protoc` makes of it, so that a tool of others can use it.
@Suite(.timeLimit(.minutes(2))) struct ReflectionContractTests {
  /// Reads the answers of reflection, a JSON text per line, builds a pool of them, and compares each file with protoc's.
  private static let comparison = """
    import base64, json, subprocess, sys, tempfile
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
    root = sys.argv[1]
    answers = [json.loads(line) for line in sys.stdin]
    services = [entry["name"] for entry in answers[0]["listServicesResponse"]["service"]]
    files = [base64.b64decode(file) for answer in answers[1:] for file in answer["fileDescriptorResponse"]["fileDescriptorProto"]]
    served = {descriptor_pb2.FileDescriptorProto.FromString(file).name: file for file in files}
    with tempfile.NamedTemporaryFile() as output:
        subprocess.run(["protoc", f"-I{root}/proto", "-I/usr/include", "--include_imports", f"--descriptor_set_out={output.name}",
                        *(name for name in served if not name.startswith("google/protobuf/"))], check=True)
        made = descriptor_pb2.FileDescriptorSet.FromString(output.read())
    expected = {file.name: file for file in made.file}
    assert set(expected) == set(served), set(expected) ^ set(served)
    for name, file in served.items():
        assert descriptor_pb2.FileDescriptorProto.FromString(file) == expected[name], name
    pool = descriptor_pool.DescriptorPool()
    for file in made.file:
        pool.AddSerializedFile(served[file.name])
    methods = [f"{service}/{method.name}" for service in services for method in pool.FindServiceByName(service).methods]
    print(f"{len(services)} services, {len(methods)} methods, {len(served)} files")
    """

  @Test func everyServiceThatIsListedCanBeBuiltFromItsFilesAsProtocMakesThem() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let services = [
      "fiszka.rpc.v1.ControlService", "fiszka.v1.AuditService", "fiszka.v1.AuthService", "fiszka.v1.ImportService",
      "fiszka.v1.LessonService", "fiszka.v1.OperationsService", "fiszka.v1.PrivacyService", "fiszka.v1.SpeechService",
      "fiszka.v1.UserService", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
    ]
    let questions = [#"{"listServices": ""}"#] + services.map { #"{"fileContainingSymbol": "\#($0)"}"# }
    let answers = try await Program.rpcCLI.run(
      ["call", "ServerReflection/ServerReflectionInfo", "-", "--address", server.addresses[0]],
      input: questions.joined(separator: "\n"))
    #expect(answers.exitCode == 0, "\(answers.errors)")
    for service in services { #expect(answers.output.contains(#"{"name":"\#(service)"}"#)) }
    let file = try folder.file("answers", answers.output)
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized.path
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/python3")
    python.arguments = ["-c", Self.comparison, root]
    python.standardInput = try FileHandle(forReadingFrom: URL(filePath: file))
    let output = Pipe()
    python.standardOutput = output
    try python.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    python.waitUntilExit()
    #expect(python.terminationStatus == 0)
    #expect(text.hasPrefix("11 services, "))
  }
}
