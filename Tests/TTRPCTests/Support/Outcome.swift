import TTRPC
import Testing

/// What `call` came to, for tests that look at the failure.
func outcome<Value>(
  _ location: SourceLocation = #_sourceLocation, _ call: () async throws -> Value
) async -> Result<Value, RPCError> {
  do {
    return .success(try await call())
  } catch let error as RPCError {
    return .failure(error)
  } catch {
    Issue.record("Not a call's error: \(error)", sourceLocation: location)
    return .failure(RPCError(.unknown, "\(error)"))
  }
}

/// The code of the error that `call` throws; nil, and a failed expectation, when it throws none.
func code(_ location: SourceLocation = #_sourceLocation, _ call: () async throws -> some Any) async -> RPCError.Code? {
  let result = await outcome(location, call)
  if result.failure == nil { Issue.record("The call succeeded.", sourceLocation: location) }
  return result.failure?.code
}

extension Result {
  /// Nil for success.
  var failure: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
