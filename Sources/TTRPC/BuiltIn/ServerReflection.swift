import ProtoDynamic
import Synchronization

/// `grpc.reflection.v1.ServerReflection` over an embedded descriptor set: tells clients without the contract what it is.
///
/// The set is read at the first question, so a server that nobody asks does not pay for it.
package final class ServerReflection: ServerReflectionService {
  private typealias Response = ServerReflectionResponse.MessageResponse

  private let services: [String]
  /// Never written to, and lives as long as the process.
  private nonisolated(unsafe) let descriptorSet: UnsafeRawBufferPointer
  private let pool = Mutex<DescriptorPool?>(nil)

  /// - Parameters:
  ///   - services: everything that the server registers; the control service and this one are added.
  ///   - descriptorSet: an encoded FileDescriptorSet of all of them, in memory that lasts as long as the process.
  package init(of services: [ServiceRegistration], descriptorSet: UnsafeRawBufferPointer) {
    let names = services.map(\.service) + [ControlServiceMethods.ping.service, ServerReflectionServiceMethods.all[0].service]
    self.services = Set(names).sorted()
    self.descriptorSet = descriptorSet
  }

  package func serverReflectionInfo(
    _ requests: MessageStream<ServerReflectionRequest>, _ responses: MessageWriter<ServerReflectionResponse>, _ call: CallContext
  ) async throws(RPCError) {
    // Files that this stream has been given: a client keeps them, so none is sent twice.
    var sent: Set<String> = []
    for try await request in requests {
      let pool = try contract()
      let answer = answer(request.messageRequest, pool, &sent)
      try await responses.write(
        ServerReflectionResponse(validHost: request.host, originalRequest: request, messageResponse: answer))
    }
  }

  private func contract() throws(RPCError) -> DescriptorPool {
    do {
      return try pool.withLock { pool in
        if let pool { return pool }
        let read = try DescriptorPool(fileDescriptorSet: descriptorSet)
        pool = read
        return read
      }
    } catch {
      throw RPCError(.internal, "The server's contract cannot be read; its log tells more.", cause: error)
    }
  }

  private func answer(
    _ question: ServerReflectionRequest.MessageRequest?, _ pool: DescriptorPool, _ sent: inout Set<String>
  ) -> Response {
    switch question {
    case .listServices:
      return .listServicesResponse(ReflectionListServiceResponse(service: services.map { ReflectionServiceResponse(name: $0) }))
    case .fileByFilename(let name):
      return files(pool.file(named: name), pool, &sent, missing: "There is no file \"\(name)\" in the contract.")
    case .fileContainingSymbol(let symbol):
      return files(
        pool.file(declaring: symbol), pool, &sent, missing: "There is no symbol \"\(symbol)\" in the contract.")
    case .fileContainingExtension(let wanted):
      let type = withoutDot(wanted.containingType)
      let file = pool.files.first { file in
        file.extensions.contains { $0.extendee == type && $0.number == wanted.extensionNumber }
      }
      return files(file, pool, &sent, missing: "\"\(type)\" has no extension \(wanted.extensionNumber) in the contract.")
    case .allExtensionNumbersOfType(let name):
      return extensionNumbers(of: withoutDot(name), pool)
    case nil:
      return error(.invalidArgument, "The request asks nothing: set one field of message_request.")
    }
  }

  private func extensionNumbers(of type: String, _ pool: DescriptorPool) -> Response {
    guard pool.message(named: type) != nil else { return error(.notFound, "There is no message \"\(type)\" in the contract.") }
    let numbers = pool.files.flatMap(\.extensions).filter { $0.extendee == type }.map { Int32(clamping: $0.number) }
    return .allExtensionNumbersResponse(ReflectionExtensionNumberResponse(baseTypeName: type, extensionNumber: numbers.sorted()))
  }

  /// The file, and what it imports unless this stream has it already, as gRPC's own servers answer. The file itself always.
  private func files(
    _ file: FileDescriptor?, _ pool: DescriptorPool, _ sent: inout Set<String>, missing: @autoclosure () -> String
  ) -> Response {
    guard let file else { return error(.notFound, missing()) }
    var found: [FileDescriptor] = [file]
    sent.insert(file.name)
    var next = 0
    while next < found.count {
      for name in found[next].dependencies where !sent.contains(name) {
        guard let dependency = pool.file(named: name) else { continue }
        sent.insert(name)
        found.append(dependency)
      }
      next += 1
    }
    return .fileDescriptorResponse(ReflectionFileDescriptorResponse(fileDescriptorProto: found.map(\.serialized)))
  }

  private func error(_ code: RPCError.Code, _ message: String) -> Response {
    .errorResponse(ReflectionErrorResponse(errorCode: Int32(code.rawValue), errorMessage: message))
  }

  private func withoutDot(_ name: String) -> String {
    name.hasPrefix(".") ? String(name.dropFirst()) : name
  }
}
