package import ProtoDynamic
package import ProtobufCSupport
import Synchronization
package import TTRPC

/// One call of any kind, its messages given and shown as JSON.
package struct DynamicCall: Sendable {
  private let contract: Contract
  private let method: ContractMethod
  private let options: CallOptions
  private let format: JSONFormat
  /// Gets each response as soon as it is there.
  private let show: @Sendable (String) -> Void

  package init(
    _ method: ContractMethod, of contract: Contract, options: CallOptions = CallOptions(), format: JSONFormat = JSONFormat(),
    show: @escaping @Sendable (String) -> Void
  ) {
    self.method = method
    self.contract = contract
    self.options = options
    self.format = format
    self.show = show
  }

  /// The request of a JSON text: checked before there is a connection.
  package func request(_ json: [UInt8]) throws(CommandFailure) -> RawMessage {
    do throws(JSONMappingError) {
      return RawMessage(try contract.json.encode(json, as: method.input))
    } catch {
      throw .usage("\(error)")
    }
  }

  /// Sends one request, shows one response or, of a method that streams them, every one.
  package func run(_ request: RawMessage, on connection: ClientConnection) async throws(CommandFailure) {
    do throws(RPCError) {
      if method.descriptor.kind == .unary {
        try respond(try await connection.unary(method.descriptor, request, options: options))
        return
      }
      for try await response in MessageStream<RawMessage>(
        try await connection.open(method.descriptor, request, options: options))
      {
        try respond(response)
      }
    } catch {
      throw CommandFailure(.call(error))
    }
  }

  /// Sends a request per line while it shows responses as they come. Ends with the call, also when more lines could follow.
  package func run(_ lines: RequestLines, on connection: ClientConnection) async throws(CommandFailure) {
    let stream: any InboundMessages & OutboundMessages
    do throws(RPCError) {
      stream = try await connection.open(method.descriptor, options: options)
    } catch {
      throw CommandFailure(.call(error))
    }
    let receiver = Task { await receive(stream) }
    let refusal = FirstFailure()
    let sender = Task {
      do throws(CommandFailure) {
        try await send(lines, to: stream)
      } catch {
        refusal.set(error)
        receiver.cancel()
      }
    }
    let failure = await receiver.value
    sender.cancel()
    if let failure = refusal.value ?? failure { throw failure }
  }

  private func receive(_ stream: any InboundMessages) async -> CommandFailure? {
    do throws(RPCError) {
      for try await response in MessageStream<RawMessage>(stream) { try respond(response) }
      return nil
    } catch {
      return CommandFailure(.call(error))
    }
  }

  private func send(_ lines: RequestLines, to stream: any OutboundMessages) async throws(CommandFailure) {
    let writer = MessageWriter<RawMessage>(stream)
    var count = 0
    while let line = try await lines.next() {
      count += 1
      let message: RawMessage
      do throws(CommandFailure) {
        message = try request(line)
      } catch {
        throw .usage("Request \(count): \(error.message)")
      }
      do throws(RPCError) {
        try await writer.write(message)
      } catch {
        throw CommandFailure(.call(error))
      }
    }
    // A call that is over already says why on its receiving side.
    try? await writer.finish()
  }

  private func respond(_ response: RawMessage) throws(RPCError) {
    do throws(JSONMappingError) {
      show(try contract.json.decode(response.bytes, as: method.output, format: format))
    } catch {
      throw RPCError(.internal, "The server's \(method.output) cannot be read: it speaks another contract. \(error)")
    }
  }
}

/// The sending side's failure, for the receiving side to report.
private final class FirstFailure: Sendable {
  private let failure = Mutex<CommandFailure?>(nil)

  var value: CommandFailure? { failure.withLock { $0 } }

  func set(_ new: CommandFailure) {
    failure.withLock { $0 = $0 ?? new }
  }
}
