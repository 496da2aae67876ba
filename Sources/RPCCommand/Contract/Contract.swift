import FiszkaAPI
package import ProtoDynamic
import TTRPC

/// Services and messages as a client without generated code sees them.
package struct Contract: Sendable {
  package let pool: DescriptorPool
  /// Turns requests into bytes and answers into JSON.
  package let json: JSONMapping

  package init(_ pool: DescriptorPool) {
    self.pool = pool
    json = JSONMapping(pool)
  }

  /// The contract that this program was built with.
  package static func embedded() throws(CommandFailure) -> Contract {
    do throws(DescriptorError) {
      return Contract(try DescriptorPool(fileDescriptorSet: ContractDescriptors.bytes))
    } catch {
      throw CommandFailure(.call(RPCError(.internal, "This build of rpc-cli is broken. \(error)")))
    }
  }

  /// Every method, in the contract's order.
  var methods: [ContractMethod] {
    pool.services.flatMap { service in service.methods.map { ContractMethod(service, $0) } }
  }

  /// The one method of that name: "grpc.health.v1.Health/Check", shorter "Health/Check", or "Check" alone.
  package func method(named name: String) throws(CommandFailure) -> ContractMethod {
    let found = methods.filter { $0.isCalled(name) }
    if found.count == 1 { return found[0] }
    if let exact = found.first(where: { $0.fullName == name }) { return exact }
    if found.isEmpty {
      throw .usage("There is no method \"\(name)\" in the contract. \(hint(for: name))")
    }
    throw .usage("\"\(name)\" may be any of \(found.map(\.fullName).joined(separator: ", ")): write more of the name.")
  }

  private func hint(for name: String) -> String {
    guard let slash = name.lastIndex(of: "/"), let service = try? service(named: String(name[..<slash])) else {
      return "`rpc-cli list` shows all."
    }
    return "\(service.fullName) has \(service.methods.map(\.name).joined(separator: ", "))."
  }

  /// The one service of that name, full or without the first parts of its package.
  func service(named name: String) throws(CommandFailure) -> ServiceDescriptor {
    let found = pool.services.filter { $0.fullName.isOrEnds(with: name) }
    if found.count == 1 { return found[0] }
    if let exact = pool.service(named: name) { return exact }
    if found.isEmpty {
      throw .usage("There is no service \"\(name)\" in the contract. `rpc-cli list` shows all.")
    }
    throw .usage("\"\(name)\" may be any of \(found.map(\.fullName).joined(separator: ", ")): write more of the name.")
  }
}

extension String {
  /// Whether this full name is `name` or ends with it after a dot.
  func isOrEnds(with name: String) -> Bool {
    !name.isEmpty && (self == name || hasSuffix(".\(name)"))
  }
}
