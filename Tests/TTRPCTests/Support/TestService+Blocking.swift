import TTRPCWire

@testable import TTRPC

extension TestService {
  /// Runs `body` with a blocking connection, on a thread where it may block.
  func blocking<Value: Sendable>(
    limits: Limits = Limits(), _ body: @escaping @Sendable (inout BlockingConnection) throws -> Value
  ) async throws -> Value {
    if let address {
      return try await onItsOwnThread {
        var connection = try BlockingConnection.connect(to: address, limits: limits)
        return try body(&connection)
      }
    }
    let (mine, theirs) = try socketPair()
    try await server.serve(connectedSocket: theirs)
    return try await blockingOn(mine, limits: limits, body)
  }
}

/// Runs `body` with a blocking connection over this socket, on a thread where it may block.
func blockingOn<Value: Sendable>(
  _ descriptor: CInt, limits: Limits = Limits(), _ body: @escaping @Sendable (inout BlockingConnection) throws -> Value
) async throws -> Value {
  try await onItsOwnThread {
    var connection = BlockingConnection(adopting: descriptor, limits: limits)
    return try body(&connection)
  }
}

/// How a call that was tried ended.
func tried<Value>(_ call: () throws(RPCError) -> Value) -> Result<Value, RPCError> {
  do throws(RPCError) {
    return .success(try call())
  } catch {
    return .failure(error)
  }
}
